module Nano.Cli.Tests.Smoke
