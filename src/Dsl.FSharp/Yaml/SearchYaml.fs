/// The keys that vc-dimension and boolean share.
module internal Nano.Yaml.SearchYaml

open Nano

let private places =
    Codec.word "place to search" [ "surrogate", SearchPlace.Surrogate; "instrument", SearchPlace.Instrument ]

let fields (laws: LawText.Laws) (get: 'Owner -> Search) : Fields<'Owner, Search> = keys {
    let! attempts =
        optional "attempts" "searches before a labelling counts as not found (5)" 5 Codec.integer (fun it ->
            (get it).Attempts)

    and! rule =
        optional
            "rule"
            "how control voltages are searched (genetic)"
            (Genetic Genetic.standard)
            (RuleYaml.rule laws)
            (fun it -> (get it).Rule)

    and! margin =
        maybe
            "margin"
            "search until the classes lie this far apart; on a surrogate four times its own error, else 0"
            Codec.nanoamperes
            (fun it -> (get it).Margin)

    and! place =
        optional
            "search-on"
            "where to search: the surrogate where there is one, else the instrument"
            SearchPlace.Usual
            places
            (fun it -> (get it).SearchOn)

    and! validate =
        optional "validate" "replay each finding on the instrument (true)" true Codec.truth (fun it ->
            (get it).Validate)

    and! plateau =
        optional "plateau" "samples for each point of a replay (1)" 1 Codec.integer (fun it -> (get it).Plateau)

    return {
        Attempts = attempts
        Rule = rule
        Margin = margin
        SearchOn = place
        Validate = validate
        Plateau = plateau
    }
}
