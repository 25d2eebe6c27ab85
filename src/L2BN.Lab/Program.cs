using L2BN.Lab;
using L2BN.Lab.Commands;

return LabHost.Run(RootCommands.Create(), args);
