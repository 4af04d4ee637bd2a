@echo off
rem Builds what is out of date, quietly, and runs the command line of Nano.
setlocal
set log="%TEMP%\nano-build-%RANDOM%%RANDOM%.log"
set publish=dotnet publish "%~dp0src\Cli.FSharp\nano.fsproj" -c Release -o "%~dp0artifacts\nano" -v q --nologo
rem Compiled ahead of time it starts in half the time; where the compiler for that cannot be had, without.
%publish% --use-current-runtime --self-contained false -p:PublishReadyToRun=true > %log% 2>&1
if errorlevel 1 %publish% > %log% 2>&1
if errorlevel 1 (
    type %log% 1>&2
    del %log%
    exit /b 6
)
del %log%
dotnet "%~dp0artifacts\nano\nano.dll" %*
exit /b %ERRORLEVEL%
