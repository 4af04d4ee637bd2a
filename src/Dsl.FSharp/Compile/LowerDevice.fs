module internal Nano.Compile.LowerDevice

open System.Collections.Immutable
open Nano.Plan
open Nano
open Nano.Yaml

/// A device that fits together, and what only its files know.
type LoweredDevice = {
    Device: Device
    Plan: DevicePlan
    Facts: SurrogateFacts option
    File: FoundFile option
    Warnings: Diagnostic list
}

let private model context (device: Device) =
    match device.Surrogate with
    | None -> Ok None
    | Some name ->
        let path = [ "devices"; device.Name; "surrogate" ]

        Context.file context path name
        |> Result.bind (fun found ->
            match context.Surroundings.Surrogates found.Path with
            | Ok facts -> Ok(Some(found, facts))
            | Error problem -> Error [ problem.At(context.Locate path) ])

let private warn context (device: Device) (physics: PhysicsPlan) (facts: SurrogateFacts option) =
    match device.Physics, facts with
    | Some _, Some facts when facts.Device <> "" && facts.Device <> PlanJson.Fingerprint physics ->
        let place = context.Locate [ "devices"; device.Name; "surrogate" ]
        let message = $"the model was sampled from another device than '{device.Name}'"
        let hint = "train one of this device, or leave 'physics' out to take the model as the device"
        [ Diagnostic("N290", place, message, hint, Severity.Warning) ]
    | _ -> []

/// Where there are recorded data of a device, it may be otherwise unknown.
let lower context recorded (device: Device) : Result<LoweredDevice, Diagnostic list> =
    let path = [ "devices"; device.Name ]

    let before = [
        yield! Check.name context path device.Name

        match device.Physics with
        | Some hopping -> yield! LowerPhysics.check context (path @ [ "physics" ]) hopping
        | None -> ()

        if device.Physics.IsNone && device.Surrogate.IsNone && not recorded then
            Context.problem
                context
                path
                "N202"
                $"device '{device.Name}' has neither physics nor surrogate"
                "as in physics: { preset: small }"
    ]

    match Gather.both (model context device) (if before.IsEmpty then Ok() else Error before) with
    | Error problems -> Error problems
    | Ok(model, ()) ->
        let facts = model |> Option.map snd
        let wiring = Wiring.ofDevice device facts

        match Wiring.check context device facts wiring with
        | [] ->
            let electrodes = Limits.ofDevice device facts wiring

            match Limits.check context device facts wiring electrodes with
            | [] ->
                let channel number = List.findIndex ((=) number) wiring.Activation
                let channels numbers = ImmutableArray.CreateRange(List.map channel numbers)

                let physics =
                    match device.Physics with
                    | Some hopping -> LowerPhysics.lower hopping
                    | None -> UnmodelledPlan()

                let surrogate: SurrogatePlan =
                    match model with
                    | Some(file, _) -> SurrogateFilePlan file.Plan
                    | None -> NoSurrogatePlan()

                Ok {
                    Device = device
                    Plan =
                        DevicePlan(
                            device.Name,
                            physics,
                            ImmutableArray.CreateRange electrodes,
                            channels wiring.Inputs,
                            channels wiring.Controls,
                            device.Readout,
                            surrogate
                        )
                    Facts = facts
                    File = Option.map fst model
                    Warnings = warn context device physics facts
                }
            | problems -> Error problems
        | problems -> Error problems
