/// The word that was probably meant.
module Nano.Yaml.Nearest

/// Edit distance in which a swap of neighbours counts once (optimal string alignment).
let distance (a: string) (b: string) =
    let table = Array2D.zeroCreate (a.Length + 1) (b.Length + 1)

    for i in 0 .. a.Length do
        for j in 0 .. b.Length do
            table[i, j] <-
                if i = 0 || j = 0 then
                    i + j
                else
                    let change = if a[i - 1] = b[j - 1] then 0 else 1
                    let plain = min (min (table[i - 1, j] + 1) (table[i, j - 1] + 1)) (table[i - 1, j - 1] + change)
                    let swapped = i > 1 && j > 1 && a[i - 1] = b[j - 2] && a[i - 2] = b[j - 1]
                    if swapped then min plain (table[i - 2, j - 2] + 1) else plain

    table[a.Length, b.Length]

/// The nearest of the words, if it is near enough: a third of the word, at most three edits.
let word (known: string list) (written: string) =
    let allowed (candidate: string) = max 1 (min 3 (candidate.Length / 3))

    known
    // The table is quadratic, and lengths alone tell most words apart.
    |> List.filter (fun candidate -> abs (candidate.Length - written.Length) <= allowed candidate)
    |> List.map (fun candidate -> distance (written.ToLowerInvariant()) candidate, candidate)
    |> List.filter (fun (edits, candidate) -> edits <= allowed candidate)
    |> List.sortBy fst
    |> List.tryHead
    |> Option.map snd

/// Words may come from the file itself, such as names of devices: cut to a bearable length, and without what could
/// command a terminal.
let shown (text: string) =
    let text = String.map (fun c -> if System.Char.IsControl c then ' ' else c) text
    if text.Length <= 60 then text else $"{text[..56]}…"

let private listed (known: string list) = known |> List.map (fun word -> $"'{shown word}'") |> String.concat ", "

/// "did you mean …?", or the list of all that would do.
let hint (known: string list) (written: string) =
    match word known written with
    | Some near -> $"did you mean '{shown near}'?"
    | None when known.IsEmpty -> ""
    | None when known.Length > 20 -> $"one of {listed (List.take 20 known)}, …"
    | None -> $"one of {listed known}"
