; Inno Setup: installs the program for one person, without an administrator; `iscc /DVersion=… /O… signalcabin.iss`.

#ifndef Version
  #define Version "0.0.0"
#endif

[Setup]
AppId={{7B0C6E5B-5E0B-4B8E-9A1C-3E5C2C5B6A10}
AppName=Signalcabin
AppVersion={#Version}
AppPublisher=The Signalcabin authors
DefaultDirName={autopf}\Signalcabin
DefaultGroupName=Signalcabin
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\package\icons\signalcabin.ico
UninstallDisplayIcon={app}\signalcabinw.exe
OutputBaseFilename=signalcabin-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesEnvironment=yes
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "login"; Description: "Start at login, in the notification area"; Flags: unchecked

[Files]
Source: "..\..\dist\signalcabin\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\Signalcabin"; Filename: "{app}\signalcabinw.exe"

[Registry]
; signalcabin://session/ID, for this person
Root: HKA; Subkey: "Software\Classes\signalcabin"; ValueType: string; ValueData: "URL:Signalcabin session"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\signalcabin"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\signalcabin\shell\open\command"; ValueType: string; ValueData: """{app}\signalcabinw.exe"" open ""%1"""

[Run]
Filename: "{app}\signalcabin.exe"; Parameters: "autostart on"; Tasks: login; Flags: runhidden
Filename: "{app}\signalcabinw.exe"; Description: "Open Signalcabin"; Flags: nowait postinstall skipifsilent

[UninstallRun]
; Agents first; what they did is kept.
Filename: "{app}\signalcabin.exe"; Parameters: "uninstall --yes"; RunOnceId: "TakeBack"; Flags: runhidden waituntilterminated
