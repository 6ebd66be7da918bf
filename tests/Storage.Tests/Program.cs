using IntegrationHost.Storage.Tests;
using IntegrationHost.Storage.Tests.Embedded;
using Xunit.MicrosoftTestingPlatform;

return args is [UnstoppableWriter.Verb, var folder]
    ? await UnstoppableWriter.RunAsync(folder, CancellationToken.None)
    : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
