#compdef dialog
# Completion of dialog in zsh; made by: dialog tab zsh
# The words go in the environment, not as arguments: dialog is also the name of an older program,
# which must not be run with half-written words should it come first in PATH.

_dialog() {
    local kommando=${(Q)words[1]} linje
    local -a ord linjer forslag
    kommando=${kommando/#\~\//$HOME/}
    ord=("${(@)words[2,CURRENT-1]}" "$PREFIX")
    linjer=("${(@f)$(_DIALOG_COMPLETE=zsh _DIALOG_WORDS="${(pj:\x1f:)ord}" "$kommando" 2>/dev/null </dev/null)}")
    case $linjer[1] in
        filer) _files ;;
        mapper) _files -/ ;;
        forslag)
            for linje in "${(@)linjer[2,-1]}"; do
                forslag+=("${${linje%%$'\t'*}//:/\\:}:${linje#*$'\t'}")
            done
            # -U: what fits is decided already, whatever the case and the writing of the letters
            _describe -V 'dialog' forslag -U
            ;;
    esac
}

# As a file in fpath this is the body of the function; sourced, it tells zsh of it.
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _dialog "$@"
else
    compdef _dialog dialog
fi
