using L2BN.Lab;
using L2BN.Lab.Shared;

return LabHost.Run(RootCommands.Create, args);
