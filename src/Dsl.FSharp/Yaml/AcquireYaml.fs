/// acquire: { device, waveform, frequencies, sample-rate, batches, batch-time, ramp }.
module internal Nano.Yaml.AcquireYaml

open Nano

let private waveform = Codec.word "waveform" [ "sine", Waveform.Sine; "triangle", Waveform.Triangle ]

let private fields (get: 'Owner -> Waves) : Fields<'Owner, Waves> =
    let usual = Waves.standard

    keys {
        let! waveform =
            optional "waveform" "sine or triangle (triangle)" usual.Waveform waveform (fun it -> (get it).Waveform)

        and! frequencies =
            optional
                "frequencies"
                "one for each activation electrode; sqrt(2, 3, 5, 7, 13, 17, 19) thousandths of the sample rate"
                []
                (Codec.filled "frequencies" Codec.hertz)
                (fun it -> (get it).Frequencies)

        and! rate =
            optional "sample-rate" "samples per second (5 kHz)" usual.SampleRate Codec.hertz (fun it ->
                (get it).SampleRate)

        and! batches =
            optional "batches" "batches, each with phases of its own (10)" usual.Batches Codec.integer (fun it ->
                (get it).Batches)

        and! time =
            optional "batch-time" "length of a batch (0.5 s)" usual.BatchTime Codec.seconds (fun it ->
                (get it).BatchTime)

        and! ramp =
            optional "ramp" "from 0 V to the first sample, and back (20 ms)" usual.Ramp Codec.seconds (fun it ->
                (get it).Ramp)

        return {
            Waveform = waveform
            Frequencies = frequencies
            SampleRate = rate
            Batches = batches
            BatchTime = time
            Ramp = ramp
        }
    }

let waves: Codec<Waves> = mapping (fields id)

let acquire (scope: Device list) : Codec<Acquire> =
    mapping (
        keys {
            let! device =
                required "device" "name of the device" (DeviceYaml.reference scope) (fun (it: Acquire) -> it.Device)

            and! sampling = fields _.Sampling
            return { Device = device; Sampling = sampling }
        }
    )
