/// abundance: { network, samples, gates, … }.
module internal Nano.Yaml.AbundanceYaml

open Nano

let abundance (scope: Device list) (laws: LawText.Laws) : Codec<Abundance> =
    mapping (
        keys {
            let! network =
                required
                    "network"
                    "the layers, one device or several"
                    (NetworkYaml.network scope laws)
                    (fun (it: Abundance) -> it.Network)

            and! samples =
                optional "samples" "random settings of the control voltages (10000)" 10000 Codec.integer _.Samples

            and! gates =
                optional
                    "gates"
                    "names or truth tables; the six gates"
                    GateYaml.six
                    (Codec.filled "gates" GateYaml.gate)
                    _.Gates

            and! data = maybe "data" "the points; all corners of the network's inputs" DataYaml.data _.Data

            and! correlation =
                optional
                    "correlation"
                    "a gate is there where its correlation is larger than this (0.9)"
                    0.9
                    Codec.number
                    _.Correlation

            and! contrast =
                optional
                    "contrast"
                    "and (largest - smallest current) / largest size of a current larger than this (0.1)"
                    0.1
                    Codec.number
                    _.Contrast

            and! plateau = optional "plateau" "samples for each point (1)" 1 Codec.integer _.Plateau

            return {
                Network = network
                Samples = samples
                Gates = gates
                Data = data
                Correlation = correlation
                Contrast = contrast
                Plateau = plateau
            }
        }
    )
