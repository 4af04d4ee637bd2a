namespace Nano

open System.Collections.Generic
open Nano.Plan

/// What a layer does to its inputs.
[<RequireQualifiedAccess>]
type Layer =
    /// The columns of the data.
    | Input of width: int
    /// An affine map onto volts, from the range that the input declares (None) or from a named one.
    | Rescale of source: Interval<1> option * target: Interval<V>
    /// Nodes of one device, each with control voltages of its own; currents in nanoamperes.
    | Dnpu of count: int * device: Device
    /// A formula of one argument, applied to every value.
    | Activation of Law
    /// Its inputs side by side.
    | Concat

/// A layer and what flows into it. Signals compare by reference: one that is used twice is one layer.
[<ReferenceEquality>]
type Signal = {
    Layer: Layer
    Inputs: Signal list
    Name: string option
    /// Where a file says it; Place.None in scripts.
    Place: Place
}

module Signal =
    let private kind signal =
        match signal.Layer with
        | Layer.Input _ -> "input"
        | Layer.Rescale _ -> "rescale"
        | Layer.Dnpu _ -> "dnpu"
        | Layer.Activation _ -> "activation"
        | Layer.Concat -> "concat"

    /// All signals that the output needs, inputs before their users, each once.
    let inOrder (output: Signal) =
        let seen = HashSet<Signal>(HashIdentity.Reference)
        let order = List<Signal>()

        let rec visit signal =
            if seen.Add signal then
                List.iter visit signal.Inputs
                order.Add signal

        visit output
        List.ofSeq order

    /// The signals in order, each with its name: its own, or one made from its kind and a number.
    let withNames (output: Signal) =
        let signals = inOrder output
        let taken = signals |> List.choose _.Name |> HashSet
        let count = Dictionary<string, int>()

        let rec make kind =
            count[kind] <-
                match count.TryGetValue kind with
                | true, before -> before + 1
                | _ -> 1

            let name = $"{kind}-{count[kind]}"
            if taken.Contains name then make kind else name

        signals
        |> List.map (fun signal ->
            signal,
            match signal.Name with
            | Some name -> name
            | None -> make (kind signal))

    /// The columns of the data that a network takes.
    let inputWidth output =
        inOrder output
        |> List.tryPick (fun signal ->
            match signal.Layer with
            | Layer.Input width -> Some width
            | Layer.Rescale _
            | Layer.Dnpu _
            | Layer.Activation _
            | Layer.Concat -> None)
        |> Option.defaultValue 0

    /// The devices of a network, in order of first use.
    let devices output =
        inOrder output
        |> List.choose (fun signal ->
            match signal.Layer with
            | Layer.Dnpu(_, device) -> Some device
            | Layer.Input _
            | Layer.Rescale _
            | Layer.Activation _
            | Layer.Concat -> None)
        |> List.distinct

    /// The laws of a network, in order of first use.
    let laws output =
        inOrder output
        |> List.choose (fun signal ->
            match signal.Layer with
            | Layer.Activation law -> Some law
            | Layer.Input _
            | Layer.Rescale _
            | Layer.Dnpu _
            | Layer.Concat -> None)

/// The words of a network, as a pipeline: input 2 |> dnpu 1 chip.
[<AutoOpen>]
module LayerSyntax =
    let private after signals layer = { Layer = layer; Inputs = signals; Name = None; Place = Place.None }

    /// The data, so many columns wide.
    let input width = after [] (Layer.Input width)

    /// Maps the range that the signal declares onto a range of volts.
    let rescale target signal = after [ signal ] (Layer.Rescale(None, target))

    /// Maps one range onto another; after a dnpu the first is in nanoamperes.
    let rescaleFrom (source: Interval<'u>) target signal =
        after [ signal ] (Layer.Rescale(Some(Interval.strip source), target))

    /// So many nodes of a device. A signal as wide as one node's inputs is given to every node; one as wide as all
    /// nodes' inputs together is dealt out.
    let dnpu count device signal = after [ signal ] (Layer.Dnpu(count, device))

    /// A law of one argument, applied to every value: after a dnpu it takes nanoamperes, after a rescale volts.
    let activation law signal = after [ signal ] (Layer.Activation(Law.renamed [ "x" ] law))

    /// Signals side by side; a single one is itself.
    let concat signals =
        match signals with
        | [ only ] -> only
        | several -> after several Layer.Concat

    /// Gives the layer a name, for reports and for --set.
    let named name (signal: Signal) = { signal with Name = Some name }
