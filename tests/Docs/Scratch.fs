/// A copy of the repository in which documents may do as they like.
module Nano.Docs.Scratch

open System
open System.Diagnostics
open System.IO
open System.Text

type Outcome = { Exit: int; Output: string }

/// Output and errors in one text, in the order of their lines.
let execute (folder: string) (program: string) (arguments: string list) : Outcome =
    let start =
        ProcessStartInfo(
            program,
            arguments,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        )

    for name, value in [ "NO_COLOR", "1"; "DOTNET_NOLOGO", "1"; "DOTNET_CLI_TELEMETRY_OPTOUT", "1" ] do
        start.Environment[name] <- value

    let output = StringBuilder()

    let append (line: string | null) =
        lock output (fun () ->
            if line <> null then
                output.AppendLine line |> ignore)

    use it = nonNull (Process.Start start)
    it.OutputDataReceived.Add(fun e -> append e.Data)
    it.ErrorDataReceived.Add(fun e -> append e.Data)
    it.BeginOutputReadLine()
    it.BeginErrorReadLine()
    it.StandardInput.Close()

    if not (it.WaitForExit(TimeSpan.FromMinutes 15.0)) then
        it.Kill true
        append "stopped after 15 minutes"

    it.WaitForExit()
    { Exit = it.ExitCode; Output = output.ToString() }

let private copyFile (source: string) (target: string) =
    Directory.CreateDirectory(nonNull (Path.GetDirectoryName target)) |> ignore
    File.Copy(source, target, true) // with its permissions

let private copyFolder (source: string) (target: string) =
    for file in Directory.GetFiles(source, "*", SearchOption.AllDirectories) do
        copyFile file (Path.Combine(target, Path.GetRelativePath(source, file)))

/// All that git knows or would take; with the built command line, so that ./nano starts at once, or without.
let create (root: string) (isBuilt: bool) : string =
    let folder = Directory.CreateTempSubdirectory("nano-docs-").FullName
    let known = execute root "git" [ "ls-files"; "-co"; "--exclude-standard" ]

    if known.Exit <> 0 then
        failwith $"git ls-files: {known.Output}"

    for path in known.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) do
        let path = path.Trim()

        if File.Exists(Path.Combine(root, path)) then
            copyFile (Path.Combine(root, path)) (Path.Combine(folder, path))

    if isBuilt then
        for built in [ "nano"; "bin/nano/release" ] do
            let built = Path.Combine("artifacts", built)
            copyFolder (Path.Combine(root, built)) (Path.Combine(folder, built))

        File.WriteAllText(Path.Combine(folder, "artifacts", ".built"), "")

    folder

let remove (folder: string) =
    try
        Directory.Delete(folder, true)
    with :? IOException ->
        ()
