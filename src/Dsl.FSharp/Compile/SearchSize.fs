/// How much a search puts on an instrument, or into a model, at once.
module internal Nano.Compile.SearchSize

open Nano.Plan
open Nano.Yaml
open Nano.Compile.LowerDevice

/// Voltages that are put on an instrument, or into a model, in one go.
let private mostVoltages = 2e8

/// What is evaluated at once: so many points and samples of each, candidates, and the nodes of the widest layer.
let fits context path (devices: LoweredDevice list) (network: NetworkPlan) points what samples candidates =
    let layers = [
        for layer in network.Layers do
            match layer with
            | :? DnpuPlan as dnpu -> dnpu.Width, devices[dnpu.Device].Plan.Electrodes.Length
            | _ -> ()
    ]

    // A network without nodes is refused before.
    let nodes, electrodes = layers |> List.maxBy (fun (nodes, electrodes) -> int64 nodes * int64 electrodes)
    let voltages = float points * float samples * float candidates * float nodes * float electrodes

    if voltages <= mostVoltages then
        []
    else
        let message =
            $"{what} needs {Scalars.show voltages} voltages at once: {points} points × {samples} samples × \
              {candidates} candidates × {nodes} nodes × {electrodes} electrodes; at most 200 million are possible"

        let key, hint =
            if samples > 1 then
                "plateau", "a shorter plateau, or fewer candidates"
            else
                "rule", "fewer candidates, or a smaller network"

        [ Context.problem context (path @ [ key ]) "N201" message hint ]

/// Searches whose candidates no array could hold.
let check context path devices points (it: SearchPlan) =
    let candidates =
        match it.Rule with
        | :? GeneticPlan as genetic -> genetic.Elite + genetic.Offspring
        | _ -> 1

    let fits = fits context path devices it.Network points

    match it.SearchOn with
    | SearchPlace.Instrument -> fits "the search on the instrument" it.Plateau candidates
    | _ ->
        fits "the search on the surrogate" 1 candidates
        @ (if it.Validate then fits "the replay of a finding" it.Plateau 1 else [])
