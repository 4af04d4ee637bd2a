namespace Nano.Cli.Tests

open System
open System.Diagnostics
open System.Globalization
open System.IO
open Xunit

/// What some tests need of the machine.
module Conditions =
    let private succeeds (program: string) (words: string list) =
        try
            match Process.Start(ProcessStartInfo(program, words, RedirectStandardError = true)) with
            | null -> false
            | it ->
                it.WaitForExit()
                it.ExitCode = 0
        with :? ComponentModel.Win32Exception ->
            false

    let mount (folder: string) (options: string) = succeeds "mount" [ "-t"; "tmpfs"; "-o"; options; "tmpfs"; folder ]
    let remount (folder: string) (options: string) = succeeds "mount" [ "-o"; $"remount,{options}"; folder ]
    let unmount (folder: string) = succeeds "umount" [ folder ]

    /// Only root may mount, and not in every container.
    let canMount =
        lazy
            (if not (OperatingSystem.IsLinux()) then
                 false
             else
                 let folder = Directory.CreateTempSubdirectory("nano-mount-").FullName
                 let mounted = mount folder "size=16k" && unmount folder
                 Directory.Delete folder
                 mounted)

    /// A shell that starts work in the background hands on an interrupt that is ignored.
    let hearsInterrupts =
        lazy
            (OperatingSystem.IsLinux()
             && File.ReadLines "/proc/self/status"
                |> Seq.filter _.StartsWith("SigIgn:")
                |> Seq.forall (fun line ->
                    UInt64.Parse(line[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                    &&& 2UL
                        =
                        0UL))

/// A test that fills a small disk of its own.
type DiskTheoryAttribute() as test =
    inherit TheoryAttribute()

    do
        if not Conditions.canMount.Value then
            test.Skip <- "a small disk can be mounted by root on Linux only"

/// A test that makes pipes.
type PipeFactAttribute() as test =
    inherit FactAttribute()

    do
        if OperatingSystem.IsWindows() then
            test.Skip <- "named pipes are files on Unix only"

/// A test that sends signals.
type SignalTheoryAttribute() as test =
    inherit TheoryAttribute()

    do
        if not Conditions.hearsInterrupts.Value then
            test.Skip <- "signals are sent on Linux only, and where interrupts are not ignored"
