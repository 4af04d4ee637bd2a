module Nano.Dsl.Tests.Smoke
