/// boolean: { network, gates, data, threshold, … }.
module internal Nano.Yaml.BooleanYaml

open Nano

let private names = [ "and", And; "or", Or; "nand", Nand; "nor", Nor; "xor", Xor; "xnor", Xnor ]

let private bit: Codec<bool> = {
    Read =
        fun node ->
            match node with
            | Scalar("0", false, _) -> Ok false
            | Scalar("1", false, _) -> Ok true
            | Scalar _
            | Items _
            | Keys _ -> Codec.expected "0 or 1" node ""
    Write = fun it -> Node.scalar (if it then "1" else "0")
    Schema = fun () -> Codec.schema [ "enum", System.Text.Json.Nodes.JsonArray(0, 1) ]
}

let private table: Codec<string * bool list> =
    mapping (
        keys {
            let! name = required "name" "name of the gate" Codec.text fst

            and! values =
                required "table" "wanted value at each point, 00, 01, 10, 11" (Codec.filled "zeros and ones" bit) snd

            return name, values
        }
    )

/// One of the six names, or { name, table }.
let private gate: Codec<Gate> =
    let known = Codec.word "gate" names

    {
        Read =
            fun node ->
                match node with
                | Keys _ -> table.Read node |> Result.map Table
                | Scalar _
                | Items _ -> known.Read node
        Write =
            fun it ->
                match it with
                | Table(name, values) -> table.Write(name, values)
                | And
                | Or
                | Nand
                | Nor
                | Xor
                | Xnor -> known.Write it
        Schema = fun () -> Codec.schema [ "oneOf", System.Text.Json.Nodes.JsonArray(known.Schema(), table.Schema()) ]
    }

let boolean (scope: Device list) (laws: LawText.Laws) : Codec<BooleanGates> =
    mapping (
        keys {
            let! network =
                required
                    "network"
                    "the layers, one device or several"
                    (NetworkYaml.network scope laws)
                    (fun (it: BooleanGates) -> it.Network)

            and! gates =
                optional
                    "gates"
                    "names or truth tables; the six gates of two inputs"
                    (List.map snd names)
                    (Codec.filled "gates" gate)
                    _.Gates

            and! data = maybe "data" "the points; all corners of the network's inputs" DataYaml.data _.Data

            and! threshold =
                optional "threshold" "fraction of the points that must be right (1)" 1.0 Codec.number _.Threshold

            and! search = SearchYaml.fields laws Search.ofGates

            return {
                Network = network
                Gates = gates
                Data = data
                Threshold = threshold
                Attempts = search.Attempts
                Rule = search.Rule
                Margin = search.Margin
                SearchOn = search.SearchOn
                Validate = search.Validate
                Plateau = search.Plateau
            }
        }
    )
