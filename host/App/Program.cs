using IntegrationHost.App.Cli;

return await CommandLine.RunAsync(args);
