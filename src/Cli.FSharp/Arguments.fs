namespace Nano.Cli

open Argu

/// Options that every verb understands.
type RunArguments =
    | [<MainCommand; ExactlyOnce>] File of file: string list
    | [<EqualsAssignment; AltCommandLine("-s")>] Set of key: string * value: string
    | Out of folder: string
    | Threads of number: int
    | Again
    | Json

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | File _ -> "the experiment (.yaml, a script .fsx, or a plan.json); key=value is an override, like --set"
            | Set _ -> "override a key of the file, such as --set seed=7 or --set devices.chip.readout=0"
            | Out _ -> "where run folders lie (default: out)"
            | Threads _ -> "threads to use (default: all cores); the numbers do not depend on it"
            | Again -> "run again even if the run is finished"
            | Json -> "print the result as one JSON object on the last line"

type PlanArguments =
    | [<MainCommand; ExactlyOnce>] File of file: string list
    | [<EqualsAssignment; AltCommandLine("-s")>] Set of key: string * value: string
    | Out of folder: string
    | Json

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | File _ -> "the experiment; key=value is an override, like --set"
            | Set _ -> "override a key of the file"
            | Out _ -> "where run folders lie (default: out)"
            | Json -> "print one JSON object"

/// How complaints are printed.
type Format =
    | Text = 1
    | Json = 2
    | Github = 3

type CheckArguments =
    | [<MainCommand; ExactlyOnce>] Files of file: string list
    | [<EqualsAssignment; AltCommandLine("-s")>] Set of key: string * value: string
    | Format of Format

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | Files _ -> "the experiments to check; key=value is an override of each, like --set"
            | Set _ -> "override a key of every file"
            | Format _ -> "text (default), json (an array), or github (annotations)"

/// What an experiment is compiled to.
type Target =
    | Plan = 1
    | Yaml = 2
    | Dot = 3

type CompileArguments =
    | [<MainCommand; ExactlyOnce>] File of file: string list
    | [<EqualsAssignment; AltCommandLine("-s")>] Set of key: string * value: string
    | To of Target

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | File _ -> "the experiment; key=value is an override, like --set"
            | Set _ -> "override a key of the file"
            | To _ ->
                "plan (default): the canonical JSON of what would run; yaml: the experiment with overrides applied; dot: its network for Graphviz"

type ReportArguments =
    | [<MainCommand; ExactlyOnce>] Runs of folder: string list

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | Runs _ -> "folders of finished runs, whose report.html and figures are drawn anew"

type ModelArguments =
    | [<MainCommand; ExactlyOnce>] File of file: string
    | Eval of csv: string
    | To of file: string
    | Json

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | File _ -> "a surrogate: safetensors, or a PyTorch file (zip or legacy), read as data only"
            | Eval _ -> "a CSV of voltages, one column for each electrode; currents in nA go to standard output"
            | To _ -> "write the model as safetensors"
            | Json -> "print what is known of the model as one JSON object"

type DevicesArguments =
    | [<MainCommand>] File of file: string list
    | [<EqualsAssignment; AltCommandLine("-s")>] Set of key: string * value: string
    | Json

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | File _ ->
                "an experiment whose devices are opened and asked; without one, the simulated presets are listed"
            | Set _ -> "override a key of the file"
            | Json -> "print one JSON object"

type NewArguments =
    | [<MainCommand; ExactlyOnce>] Kind_And_Name of word: string list
    | Script

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | Kind_And_Name _ -> "the kind of experiment, such as vc-dimension, and the name of the new file"
            | Script -> "write an F# script, not YAML"

/// The verbs of nano.
type Arguments =
    | [<CliPrefix(CliPrefix.None)>] Run of ParseResults<RunArguments>
    | [<CliPrefix(CliPrefix.None)>] Plan of ParseResults<PlanArguments>
    | [<CliPrefix(CliPrefix.None)>] Check of ParseResults<CheckArguments>
    | [<CliPrefix(CliPrefix.None)>] Compile of ParseResults<CompileArguments>
    | [<CliPrefix(CliPrefix.None)>] Report of ParseResults<ReportArguments>
    | [<CliPrefix(CliPrefix.None)>] Model of ParseResults<ModelArguments>
    | [<CliPrefix(CliPrefix.None)>] Devices of ParseResults<DevicesArguments>
    | [<CliPrefix(CliPrefix.None)>] New of ParseResults<NewArguments>
    | [<CliPrefix(CliPrefix.None); SubCommand>] Schema
    | [<Inherit; AltCommandLine("-q")>] Quiet
    | [<Inherit>] No_Color
    | Version

    interface IArgParserTemplate with
        member argument.Usage =
            match argument with
            | Run _ -> "run an experiment, unless it is finished already"
            | Plan _ -> "say what a run would do and what is there already; writes nothing"
            | Check _ -> "name every problem of the files; writes nothing"
            | Compile _ -> "print what would run"
            | Report _ -> "draw the report of finished runs anew"
            | Model _ -> "look at a surrogate, evaluate it, convert it"
            | Devices _ -> "instruments that answer, with their limits"
            | New _ -> "write a small experiment to start from"
            | Schema -> "print the JSON Schema of experiments, for editors"
            | Quiet -> "no progress, results only"
            | No_Color -> "no colours (also the environment variable NO_COLOR)"
            | Version -> "print the version"
