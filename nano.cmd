@echo off
rem Builds what is out of date, quietly, and runs the command line of Nano.
dotnet build "%~dp0src\Cli.FSharp\nano.fsproj" -c Release -v q --nologo > "%TEMP%\nano-build.log" 2>&1
if errorlevel 1 (
    type "%TEMP%\nano-build.log" 1>&2
    exit /b 6
)
dotnet "%~dp0artifacts\bin\nano\release\nano.dll" %*
exit /b %ERRORLEVEL%
