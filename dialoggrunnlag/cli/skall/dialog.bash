# Completion of dialog in bash; made by: dialog tab bash
# The words go in the environment, not as arguments: dialog is also the name of an older program,
# which must not be run with half-written words should it come first in PATH.

_dialog_tab() {
    local IFS=$'\x1f' svar i
    local -a linjer
    svar=$(_DIALOG_COMPLETE=bash _DIALOG_WORDS="${COMP_WORDS[*]:1:COMP_CWORD}" \
        "${1/#\~\//$HOME/}" 2>/dev/null </dev/null)
    IFS=$'\n'
    set -f
    linjer=($svar)
    set +f
    COMPREPLY=()
    case ${linjer[0]} in
        filer) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$2")) ;;
        mapper) compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$2")) ;;
        forslag)
            # Each line is the value, a tab, and the value with its explanation. Values alone
            # where readline puts them in one by one (37: menu-complete, 42: insert all).
            for ((i = 1; i < ${#linjer[@]}; i++)); do
                if ((${#linjer[@]} == 2 || COMP_TYPE == 37 || COMP_TYPE == 42)); then
                    COMPREPLY+=("${linjer[i]%%$'\t'*}")
                else
                    COMPREPLY+=("${linjer[i]#*$'\t'}")
                fi
            done
            ;;
    esac
}

complete -F _dialog_tab dialog
