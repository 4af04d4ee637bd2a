/// A model that is put on the command line is to stand for the whole device: the file's physics, which describes another
/// one, would only contradict it (limits, comparison, default instrument). So it goes, with a warning, unless it is the
/// very device from which the model was sampled: then it stays, to validate what is found on the model.
module internal Nano.Compile.Replacement

open Nano.Plan
open Nano
open Nano.Yaml

let private hasPhysics name root =
    Node.tryKey "devices" root
    |> Option.bind (Node.tryKey name)
    |> Option.bind (Node.tryKey "physics")
    |> Option.isSome

/// The fingerprint of the physics that a file gives a device; none where it cannot be read.
let private fingerprint name root =
    DeviceYaml.scope root
    |> List.tryFind (fun device -> device.Name = name)
    |> Option.bind _.Physics
    |> Option.map (LowerPhysics.lower >> PlanJson.Fingerprint)

/// What the model says of itself; a file that cannot be read is told of when its device is compiled.
let private facts context (edit: Overrides.ModelOverride) =
    Context.find context [ "devices"; edit.Device; "surrogate" ] edit.File
    |> Result.toOption
    |> Option.bind (context.Surroundings.Surrogates >> Result.toOption)

/// The tree without the physics that models replace, and these models.
let apply (contextOf: Node -> Context) (root: Node) (edits: Overrides.ModelOverride list) =
    let step (root, replaced) (edit: Overrides.ModelOverride) =
        let drop root = Overrides.without [ "devices"; edit.Device; "physics" ] root

        if not (hasPhysics edit.Device root) then
            root, replaced
        else
            match facts (contextOf root) edit with
            | None -> drop root, replaced
            | Some facts when Some facts.Device = fingerprint edit.Device root -> root, replaced
            | Some _ -> drop root, edit :: replaced

    List.fold step (root, []) edits

let warning protocol (edit: Overrides.ModelOverride) =
    let consequence =
        match protocol with
        | VcDimension _
        | BooleanGates _ -> "findings are replayed on the model itself"
        | Abundance _
        | Acquire _
        | SurrogateTraining _
        | Characterise _ -> "the model itself is measured"

    let message =
        $"the physics of '{edit.Device}' is left out: {Node.shown edit.File} takes its place, so {consequence}"

    let hint = "to keep the physics, write the model into the file"
    Diagnostic("N291", edit.Place, message, hint, Severity.Warning)
