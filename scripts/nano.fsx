// The language of Nano for scripts: #load "nano.fsx", then open Nano. It stands on the build that ./nano makes; a script
// that is run by dotnet fsi itself takes the last one.
// Nano itself says where its assemblies are; the folder is there only after ./nano has built.
#nowarn "211"
#I "../artifacts/nano"
#r "Nano.Runtime.dll"
#r "Nano.Drivers.dll"
#r "Nano.Dsl.dll"
#r "nano.dll"
