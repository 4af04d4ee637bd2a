/// boolean: { network, gates, data, threshold, … }.
module internal Nano.Yaml.BooleanYaml

open Nano

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
                    "names or truth tables; the six gates"
                    GateYaml.six
                    (Codec.filled "gates" GateYaml.gate)
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
