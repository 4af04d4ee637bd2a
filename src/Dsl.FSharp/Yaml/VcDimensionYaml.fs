/// vc-dimension: { network, from, to, points, threshold, … }.
module internal Nano.Yaml.VcDimensionYaml

open Nano

let vcDimension (scope: Device list) (laws: LawText.Laws) : Codec<VcDimension> =
    mapping (
        keys {
            let! network =
                required
                    "network"
                    "the layers, one device or several"
                    (NetworkYaml.network scope laws)
                    (fun (it: VcDimension) -> it.Network)

            and! first = optional "from" "fewest points (2)" 2 Codec.integer _.From
            and! last = optional "to" "most points (6)" 6 Codec.integer _.To

            and! points =
                optional
                    "points"
                    "rows in -1..1, or { csv: FILE }; ten usual points"
                    Data.tenPoints
                    DataYaml.data
                    _.Points

            and! threshold =
                optional "threshold" "p: at least 1 - p/N of N points must be right (0.5)" 0.5 Codec.number _.Threshold

            and! search = SearchYaml.fields laws Search.ofVcDimension

            return {
                Network = network
                From = first
                To = last
                Points = points
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
