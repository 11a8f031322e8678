# Completion of dialog in fish; made by: dialog tab fish
# The words go in the environment, not as arguments: dialog is also the name of an older program,
# which must not be run with half-written words should it come first in PATH.

function __dialog_tab
    set -l skrevet (commandline -ct)
    set -l ord (commandline -opc)
    set -l kommando (string replace -r '^~/' "$HOME/" -- $ord[1])
    set ord $ord[2..-1] "$skrevet"
    set -l linjer (_DIALOG_COMPLETE=fish _DIALOG_WORDS=(string join \x1f -- $ord | string collect) $kommando 2>/dev/null </dev/null)
    switch "$linjer[1]"
        case filer
            __fish_complete_path "$skrevet"
        case mapper
            __fish_complete_directories "$skrevet" ''
        case forslag
            printf '%s\n' $linjer[2..-1]
    end
end

complete --command dialog --erase
complete --command dialog --no-files --keep-order --arguments '(__dialog_tab)'
