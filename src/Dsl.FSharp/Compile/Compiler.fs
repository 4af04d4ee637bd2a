namespace Nano

open System
open System.Collections.Immutable
open System.IO
open Nano.Plan
open Nano.Runtime
open Nano.Yaml
open Nano.Compile
open Nano.Compile.LowerDevice

/// What compiling makes: the plan, where the files are that it names by their hashes, and what was written.
type Compiled = {
    Plan: ExperimentPlan
    Experiment: Experiment
    /// SHA-256 → full path.
    Files: Map<string, string>
    Warnings: Diagnostic list
    /// The text of the file, "" for a script.
    Source: string
    Overrides: string list
}

/// Model or file to plan. Problems come all at once, sorted by line.
module Compiler =
    let private effects it =
        match it with
        | Effects.Off -> EffectsPlan.Off
        | Effects.Quiet -> EffectsPlan.Quiet
        | Effects.Realistic -> EffectsPlan.Realistic

    /// The instrument that was asked for, or the usual one; a training on recorded data can do without.
    let private instrument context (devices: LoweredDevice list) isNeeded it : Result<InstrumentPlan, Diagnostic list> =
        let lacking condition = devices |> List.tryFind (condition >> not)
        let hasPhysics (device: LoweredDevice) = device.Device.Physics.IsSome
        let hasModel (device: LoweredDevice) = device.Facts.IsSome

        let refuse message =
            Error [
                Context.problem
                    context
                    [ "instrument" ]
                    "N203"
                    message
                    "choose the other instrument, or complete the device"
            ]

        let simulated level =
            match lacking hasPhysics with
            | None -> Ok(SimulatedPlan(effects level) :> InstrumentPlan)
            | Some device -> refuse $"instrument 'simulated' needs physics, and device '{device.Device.Name}' has none"

        let surrogate level =
            match lacking hasModel with
            | None -> Ok(SurrogateInstrumentPlan(effects level) :> InstrumentPlan)
            | Some device -> refuse $"instrument 'surrogate' needs a model, and device '{device.Device.Name}' has none"

        match it with
        | Simulated level -> simulated level
        | Surrogate level -> surrogate level
        | Usual when List.forall hasPhysics devices -> simulated Effects.Off
        | Usual when isNeeded -> surrogate Effects.Off
        | Usual -> Ok(SurrogateInstrumentPlan EffectsPlan.Off)

    let private protocol
        context
        (devices: LoweredDevice list)
        instrument
        it
        : Result<ProtocolPlan * FoundFile list, Diagnostic list> =
        let alone = Result.map (fun plan -> plan, [])

        match it with
        | VcDimension vc -> alone (LowerSearch.vcDimension context devices vc)
        | BooleanGates gates -> alone (LowerGates.boolean context devices gates)
        | Abundance abundance -> alone (LowerGates.abundance context devices abundance)
        | Acquire acquire -> alone (LowerSampling.acquire context devices.Head acquire)
        | SurrogateTraining training -> LowerSampling.surrogate context devices.Head training
        | Characterise it -> alone (LowerCharacterise.characterise context devices.Head instrument it)

    /// Two devices that differ and share a name cannot be told apart in a report.
    let private checkNames context (devices: Device list) =
        devices
        |> List.countBy _.Name
        |> List.filter (fun (_, count) -> count > 1)
        |> List.map (fun (name, _) ->
            Context.problem context [ "devices"; name ] "N204" $"two different devices are called '{name}'" "")

    /// Electrodes that no search touches are more often forgotten than meant.
    let private spare context (device: LoweredDevice) = [
        let used = Seq.append device.Plan.Inputs device.Plan.Controls |> Set.ofSeq

        for channel, electrode in Seq.indexed device.Plan.Electrodes do
            if not (used.Contains channel) then
                let place = context.Locate [ "devices"; device.Device.Name; "controls" ]
                let name = device.Device.Name
                let message = $"electrode {electrode.Number} of '{name}' is neither input nor control: it stays at 0 V"
                Diagnostic("N292", place, message, "leave 'controls' out to use all that are free", Severity.Warning)
    ]

    let private lower context (it: Experiment) =
        let isRecorded =
            match it.Protocol with
            | SurrogateTraining { Data = Recorded _ } -> true
            | SurrogateTraining { Data = Acquired _ }
            | VcDimension _
            | BooleanGates _
            | Abundance _
            | Acquire _
            | Characterise _ -> false

        let devices = Protocol.devices it.Protocol

        let before = [
            yield! Check.name context [ "name" ] it.Name
            yield! checkNames context devices

            if it.Seed < 0L then
                Context.problem context [ "seed" ] "N201" $"'seed' must be 0 or more, got {it.Seed}" ""
        ]

        Gather.both
            (if before.IsEmpty then Ok() else Error before)
            (devices |> List.map (lower context isRecorded) |> Gather.all)
        |> Result.bind (fun ((), devices) ->
            Gather.both
                (instrument context devices (not isRecorded) it.Instrument)
                (protocol context devices it.Instrument it.Protocol)
            |> Result.map (fun (instrument, (protocol, files)) ->
                let plans = ImmutableArray.CreateRange [ for device in devices -> device.Plan ]
                let found = files @ List.choose _.File devices

                {
                    Plan =
                        ExperimentPlan(
                            ExperimentPlan.CurrentVersion,
                            it.Name,
                            uint64 it.Seed,
                            plans,
                            instrument,
                            protocol
                        )
                    Experiment = it
                    Files = Map.ofList [ for file in found -> file.Plan.Sha256, file.Path ]
                    Warnings = [
                        for device in devices do
                            yield! device.Warnings

                            if (Protocol.network it.Protocol).IsSome then
                                yield! spare context device
                    ]
                    Source = ""
                    Overrides = []
                }))

    /// The file first, then the command line; from top to bottom, each once.
    let private sorted (problems: Diagnostic list) =
        problems
        |> List.distinct
        |> List.sortBy (fun it -> Overrides.isOverride it.Where, it.Where.Line, it.Where.Column)

    /// The place of a path in an experiment that no file says: its words, as an override would write them.
    let private wordsOf (path: string list) = Place.Of(String.Join('.', path))

    let private made surroundings folder it =
        let context = { Surroundings = surroundings; Locate = wordsOf; Folder = folder }
        lower context it |> Result.mapError sorted

    /// An experiment made in F#.
    let experiment (surroundings: Surroundings) (it: Experiment) : Result<Compiled, Diagnostic list> =
        made surroundings surroundings.Files.Current it

    /// The tree with its edits, read and lowered; contextOf says where things stand in a tree.
    let private edited contextOf source overrides root =
        let compile root (it: Experiment) replaced =
            let warnings = replaced |> List.map (Replacement.warning it.Protocol)

            lower (contextOf root) it
            |> Result.map (fun compiled -> { compiled with Warnings = warnings @ compiled.Warnings })
            // What is missing may be missing because it was left out.
            |> Result.mapError (fun problems -> problems @ warnings)

        Overrides.apply overrides root
        |> Result.bind (fun (root, models) ->
            let root, replaced = Replacement.apply contextOf root models

            ExperimentYaml.readFrom source root
            |> Result.bind (fun experiment -> compile root experiment replaced))

    /// An experiment made by a script in this folder, with edits such as "vc-dimension.attempts=3". They are edits of
    /// the file that the experiment would be, so that they mean and are refused what they mean and are for a file.
    let script
        (surroundings: Surroundings)
        (folder: string)
        (overrides: string list)
        (it: Experiment)
        : Result<Compiled, Diagnostic list> =
        let contextOf root = {
            Surroundings = surroundings
            Locate =
                fun path ->
                    let place = Node.locate path root
                    if Overrides.isOverride place then place else wordsOf path
            Folder = folder
        }

        let hasNoSpelling (problem: Diagnostic) = problem.Where = Place.None

        let withEdits () =
            // A file names each device once.
            match checkNames (contextOf (Node.keys [])) (Protocol.devices it.Protocol) with
            | [] ->
                edited contextOf "" overrides (ExperimentYaml.write it)
                |> Result.mapError sorted
            | problems -> Error problems

        if overrides.IsEmpty then
            made surroundings folder it
        else
            match withEdits () with
            | Error problems when List.exists hasNoSpelling problems ->
                // Such as a number that is none: the experiment itself says better what is wrong.
                match made surroundings folder it with
                | Error own -> Error own
                | Ok _ -> Error problems
            | result -> result

    /// The text of a YAML file, with edits such as "vc-dimension.attempts=3".
    let text
        (surroundings: Surroundings)
        (path: string)
        (overrides: string list)
        (source: string)
        : Result<Compiled, Diagnostic list> =
        let contextOf root = {
            Surroundings = surroundings
            Locate = fun path -> Node.locate path root
            Folder =
                match Path.GetDirectoryName(Path.GetFullPath(path, surroundings.Files.Current)) with
                | null -> surroundings.Files.Current
                | folder -> folder
        }

        Parser.parse path source
        |> Result.bind (edited contextOf source overrides)
        |> Result.map (fun compiled -> { compiled with Source = source; Overrides = overrides })
        |> Result.mapError sorted

    /// A YAML file.
    let file (surroundings: Surroundings) (path: string) (overrides: string list) : Result<Compiled, Diagnostic list> =
        let failed code message = Codec.problem code (Place.Of path) message ""
        let full = Path.GetFullPath(path, surroundings.Files.Current)

        if surroundings.Files.IsFolder full then
            failed "N109" "this is a folder, not a file"
        elif not (surroundings.Files.Exists full) then
            failed "N109" "there is no such file"
        else
            let bytes =
                try
                    Ok(surroundings.Files.Read Files.largestText full)
                with
                | :? NanoException as problem -> failed problem.Diagnostic.Code problem.Message
                | :? IOException as problem -> failed "N600" $"cannot be read: {problem.Message}"
                | :? UnauthorizedAccessException as problem -> failed "N600" $"cannot be read: {problem.Message}"

            bytes
            |> Result.bind (Parser.decode path)
            |> Result.bind (text surroundings path overrides)

    /// The experiment as YAML that compiles to the same plan.
    let toYaml (it: Experiment) : string = Printer.print (ExperimentYaml.write it)

    /// JSON Schema of experiment files.
    let schema () : string =
        let options = System.Text.Json.JsonSerializerOptions(PlanJson.Options)
        ExperimentYaml.schema().ToJsonString options + "\n"
