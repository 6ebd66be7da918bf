// Commands write to the process's console and read its environment: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
