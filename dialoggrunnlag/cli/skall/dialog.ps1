# Completion of dialog in PowerShell; made by: dialog tab powershell
# The words go in the environment: arguments lose empty words and quotes on their way to a program.

Register-ArgumentCompleter -Native -CommandName 'dialog', 'dialog.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        Select-Object -Skip 1 |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $words = $before + "$wordToComplete"
    $program = $commandAst.GetCommandName()
    $encoding = [Console]::OutputEncoding
    try {
        # The program writes UTF-8; the console's code page knows neither all letters nor that.
        try { [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false) } catch { }
        $env:_DIALOG_COMPLETE = 'powershell'
        $env:_DIALOG_WORDS = $words -join [char]31
        $lines = @(& $program 2>$null)
    }
    finally {
        Remove-Item -Path 'Env:_DIALOG_COMPLETE', 'Env:_DIALOG_WORDS' -ErrorAction SilentlyContinue
        try { [Console]::OutputEncoding = $encoding } catch { }
    }
    # Nothing returned: PowerShell then completes files by itself.
    if ($lines.Count -gt 1 -and $lines[0] -eq 'forslag') {
        foreach ($line in $lines[1..($lines.Count - 1)]) {
            $value, $help = $line -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    }
}
