# Completion of dialog in PowerShell; made by: dialog --show-completion
# As Typer's own script, but that UTF-8 is read as UTF-8: the console's code page isn't.

Register-ArgumentCompleter -Native -CommandName 'dialog', 'dialog.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $encoding = [Console]::OutputEncoding
    try {
        try { [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false) } catch { }
        $env:_DIALOG_COMPLETE = 'complete_powershell'
        $env:_TYPER_COMPLETE_ARGS = $commandAst.ToString()
        $env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete.Trim("'`"")
        $lines = @(& $commandAst.GetCommandName() 2>$null)
    }
    finally {
        Remove-Item -ErrorAction SilentlyContinue -Path @(
            'Env:_DIALOG_COMPLETE', 'Env:_TYPER_COMPLETE_ARGS', 'Env:_TYPER_COMPLETE_WORD_TO_COMPLETE')
        try { [Console]::OutputEncoding = $encoding } catch { }
    }
    # Nothing returned: PowerShell then completes files by itself.
    foreach ($line in $lines | Where-Object { $_ }) {
        $value, $help = $line -split ':::', 2
        $word = if ($value -match '\s') { "'$value'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($word, $value, 'ParameterValue', $help)
    }
}
