; Installs the program for one user, without administrator rights: iscc installer\windows\ledger.iss
; Needs dist\village-safety-ledger as bootstrap.py build leaves it; /DVersion=0.3.0 names the version.
#ifndef Version
  #define Version "0.0.0"
#endif
#define Name "村居安全台账"
#define Folder "..\..\dist\village-safety-ledger"

[Setup]
AppId={{6E0B5C2C-52A9-4E0F-9E2B-7B5F6C1B3A41}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\VillageSafetyLedger
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
OutputDir=..\..\dist
OutputBaseFilename=village-safety-ledger-{#Version}-setup
SetupIconFile=..\..\build\icons\program.ico
UninstallDisplayIcon={app}\village-safety-ledger.exe
Compression=lzma2
SolidCompression=yes
MinVersion=10.0.17763
ArchitecturesInstallIn64BitMode=x64compatible
CloseApplications=yes
ChangesAssociations=yes

[Languages]
Name: "zh"; MessagesFile: "compiler:Languages\ChineseSimplified.isl,compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "在桌面放一个图标"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

; A double click on a package or on an encrypted backup. Plain .zip files stay with the system's own program: they are
; opened by “打开方式”, where this one is offered too.
[Registry]
Root: HKA; Subkey: "Software\Classes\.age\OpenWithProgids"; ValueType: string; ValueName: "VillageSafetyLedger.Package"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\VillageSafetyLedger.Package"; ValueType: string; ValueData: "村居安全台账报送包"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\VillageSafetyLedger.Package\DefaultIcon"; ValueType: string; ValueData: "{app}\village-safety-ledger.exe,0"
Root: HKA; Subkey: "Software\Classes\VillageSafetyLedger.Package\shell\open\command"; ValueType: string; ValueData: """{app}\village-safety-ledger.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\village-safety-ledger.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "{#Name}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\village-safety-ledger.exe\shell\open\command"; ValueType: string; ValueData: """{app}\village-safety-ledger.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\village-safety-ledger.exe\SupportedTypes"; ValueType: string; ValueName: ".zip"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\village-safety-ledger.exe\SupportedTypes"; ValueType: string; ValueName: ".age"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\village-safety-ledger.exe\SupportedTypes"; ValueType: string; ValueName: ".db"; ValueData: ""

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\village-safety-ledger.exe"
Name: "{userdesktop}\{#Name}"; Filename: "{app}\village-safety-ledger.exe"; Tasks: desktopicon

[Run]
Filename: "{app}\village-safety-ledger.exe"; Description: "现在打开{#Name}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Versions brought by updates: programs only. The ledgers stay.
Type: filesandordirs; Name: "{localappdata}\VillageSafetyLedger\versions"

[Code]
procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if (Step = usPostUninstall) and not UninstallSilent then
    MsgBox('村居安全台账已卸载。台账数据没有删除，仍在“文档”里的“村居安全台账”文件夹（或当初选定的位置）。', mbInformation, MB_OK);
end;
