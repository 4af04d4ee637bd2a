/// A truth table: and, or, nand, nor, xor, xnor, or { name, table }.
module internal Nano.Yaml.GateYaml

open Nano

let private names = [ "and", And; "or", Or; "nand", Nand; "nor", Nor; "xor", Xor; "xnor", Xnor ]

/// What is searched where nothing is said.
let six = List.map snd names

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
    Codec.spoken "Gate.Table"
    <| mapping (
        keys {
            let! name = required "name" "name of the gate" Codec.text fst

            and! values =
                required "table" "wanted value at each point, as 00, 01, 10, 11" (Codec.filled "zeros and ones" bit) snd

            return name, values
        }
    )

/// One of the six names, or { name, table }.
let gate: Codec<Gate> =
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
