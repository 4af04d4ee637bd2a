/// Points: rows of numbers, { csv: FILE } or { boolean: n }.
module internal Nano.Yaml.DataYaml

open Nano

let data: Codec<Data> =
    let rows = Codec.filled "points" (Codec.filled "numbers" Codec.number)

    let others =
        oneOf "data set" [
            case "csv" "a file with a row for each point" Codec.text Csv (function
                | Csv path -> Some path
                | Points _
                | Boolean _ -> None)
            case "boolean" "all corners of so many inputs" Codec.integer Boolean (function
                | Boolean inputs -> Some inputs
                | Points _
                | Csv _ -> None)
        ]

    {
        Read =
            fun node ->
                match node with
                | Items _ -> rows.Read node |> Result.map Points
                | Scalar _
                | Keys _ -> others.Read node
        Write =
            fun it ->
                match it with
                | Points points -> rows.Write points
                | Csv _
                | Boolean _ -> others.Write it
        Schema = fun () -> Codec.schema [ "anyOf", System.Text.Json.Nodes.JsonArray(rows.Schema(), others.Schema()) ]
    }
