; The installer for one user, without administrator rights. Compiled by installer/nsis.py, which defines VERSION, LISTS, ICONS
; and OUTPUT and writes LISTS/files.nsh: InstallFiles, SIZE_KB and LONGEST (the longest path below the program folder).
; Exit codes beside NSIS's own 0, 1 and 2: 3 Windows too old, 4 the program runs, 5 path too long, 6 a newer version is
; installed, 7 another installer runs.
Target amd64-unicode
!include "${LISTS}/files.nsh"
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinMessages.nsh
!include WinVer.nsh
!include WordFunc.nsh

!define NAME "村居安全台账"
!define FOLDER "VillageSafetyLedger"
!define PROGRAM "village-safety-ledger.exe"
!define CONSOLE "ledger-console.exe"
!define LISTED "installed-files.txt"
!define UNINSTALLER "uninstall.exe"
!define CLASSES "Software\Classes"
!define PACKAGE "VillageSafetyLedger.Package"
!define APPLICATION "${CLASSES}\Applications\${PROGRAM}"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${FOLDER}"
!define VERSIONS "$LOCALAPPDATA\${FOLDER}\versions"
!define MENU_ICON "$SMPROGRAMS\${NAME}.lnk"
!define DESKTOP_ICON "$DESKTOP\${NAME}.lnk"

Name "${NAME}"
OutFile "${OUTPUT}"
BrandingText "${NAME} ${VERSION}"
Caption "安装${NAME} ${VERSION}"
UninstallCaption "卸载${NAME}"
InstallDir "$LOCALAPPDATA\Programs\${FOLDER}"
InstallDirRegKey HKCU "${ENTRY}" "InstallLocation"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all
SetCompressor /SOLID /FINAL lzma
SetCompressorDictSize 64
AllowSkipFiles off
SetDateSave off
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME}安装程序"
VIAddVersionKey /LANG=2052 "CompanyName" "Village Safety Ledger"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

Var Before  ; the number of the version that is installed, "" for none
Var BeforeFolder  ; and where
Var Words  ; what a page says
Var Ledger  ; the ledger that was open last, "" when unknown

; --- pages

!define MUI_ICON "${ICONS}/program.ico"
!define MUI_UNICON "${ICONS}/program.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${ICONS}/wizard.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${ICONS}/wizard.bmp"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "${NAME}还没有装好。现在就退出吗？"

!define MUI_WELCOMEPAGE_TITLE "安装${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "$Words"
!insertmacro MUI_PAGE_WELCOME

!define MUI_PAGE_HEADER_TEXT "装在哪里"
!define MUI_PAGE_HEADER_SUBTEXT "一般不用改，点“安装”就行。"
!define MUI_DIRECTORYPAGE_TEXT_TOP "程序装在下面的文件夹里。台账数据不放在这里，第一次打开程序时再选位置。"
!define MUI_DIRECTORYPAGE_TEXT_DESTINATION "程序文件夹"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE ChosenFolder
!insertmacro MUI_PAGE_DIRECTORY

!define MUI_PAGE_HEADER_TEXT "正在安装"
!define MUI_PAGE_HEADER_SUBTEXT "请稍候，大约一分钟。"
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "安装完成"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "${NAME}已经装好。"
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "没有安装"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "${NAME}没有装好，台账数据没有动。"
!insertmacro MUI_PAGE_INSTFILES
!undef MUI_INSTFILESPAGE_ABORTHEADER_TEXT
!undef MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT

!define MUI_FINISHPAGE_TITLE "${NAME}装好了"
!define MUI_FINISHPAGE_TEXT "以后从开始菜单里的“${NAME}”打开。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${NAME}"
!define MUI_FINISHPAGE_SHOWREADME ""
!define MUI_FINISHPAGE_SHOWREADME_TEXT "在桌面放一个图标"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION PutDesktopIcon
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!define MUI_PAGE_CUSTOMFUNCTION_SHOW OfferDesktopIcon
!insertmacro MUI_PAGE_FINISH

!define MUI_PAGE_HEADER_TEXT "卸载${NAME}"
!define MUI_PAGE_HEADER_SUBTEXT "只删除程序，台账数据和个人设置都留着。"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "点“卸载”删除程序，包括用更新包装上的版本。$\r$\n$Words"
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "程序文件夹"
!define MUI_PAGE_CUSTOMFUNCTION_PRE un.TellLedger
!insertmacro MUI_UNPAGE_CONFIRM

!define MUI_PAGE_HEADER_TEXT "正在卸载"
!define MUI_PAGE_HEADER_SUBTEXT "请稍候。"
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "没有卸载"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "${NAME}还在这台电脑上。"
!insertmacro MUI_UNPAGE_INSTFILES

!define MUI_FINISHPAGE_TITLE "${NAME}已经卸载"
!define MUI_FINISHPAGE_TEXT "$Words"
!insertmacro MUI_UNPAGE_FINISH

!insertmacro MUI_LANGUAGE "SimpChinese"
SetFont /LANG=${LANG_SIMPCHINESE} "Microsoft YaHei UI" 9

; --- shared by installer and uninstaller

; Leaves "1" on the stack when the program file that lies there is running, else "".
; The system refuses to have a running program written to, whatever sharing is offered (ERROR_SHARING_VIOLATION).
!macro IsRunning un
Function ${un}IsRunning
  Exch $0
  Push $1
  Push $2
  System::Call 'kernel32::CreateFileW(w r0, i 0x40000000, i 7, p 0, i 3, i 0x80, p 0) p .r1 ?e'
  Pop $2
  StrCpy $0 ""
  ${If} $1 == -1
    ${If} $2 = 32
      StrCpy $0 "1"
    ${EndIf}
  ${Else}
    System::Call 'kernel32::CloseHandle(p r1)'
  ${EndIf}
  Pop $2
  Pop $1
  Exch $0
FunctionEnd
!macroend
!insertmacro IsRunning ""
!insertmacro IsRunning "un."

; "1" into $0 when the program FILE runs; $0 keeps a "1" that it has.
!macro AskWhetherRunning un FILE
  Push "${FILE}"
  Call ${un}IsRunning
  Exch $3
  ${If} $3 != ""
    StrCpy $0 "1"
  ${EndIf}
  Pop $3
!macroend

; A folder without "\" at its end.
!macro WithoutBackslash FOLDER
  StrCpy $0 "${FOLDER}" 1 -1
  ${If} $0 == "\"
    StrCpy ${FOLDER} "${FOLDER}" -1
  ${EndIf}
!macroend

; Removes from the folder $R1 what the list $R0 names, and nothing else: a line is a file, or with "\" at its end a folder,
; which goes when it is empty. Sets the error flag when a file could not be removed.
!macro RemoveListed un
Function ${un}RemoveListed
  Push $0
  Push $1
  Push $2
  Push $3
  StrCpy $3 ""
  ClearErrors
  FileOpen $0 "$R0" r
  ${IfNot} ${Errors}
    ${Do}
      ClearErrors
      FileReadUTF16LE $0 $1
      ${If} ${Errors}
        ${ExitDo}
      ${EndIf}
      ${Do}
        StrCpy $2 $1 1 -1
        ${If} $2 == "$\r"
        ${OrIf} $2 == "$\n"
          StrCpy $1 $1 -1
        ${Else}
          ${ExitDo}
        ${EndIf}
      ${Loop}
      ${If} $2 == "\"
        RMDir "$R1\$1"
      ${ElseIf} $1 != ""
        ClearErrors
        SetFileAttributes "$R1\$1" NORMAL
        ClearErrors
        Delete "$R1\$1"
        ${If} ${Errors}
          StrCpy $3 "1"
        ${EndIf}
      ${EndIf}
    ${Loop}
    FileClose $0
  ${EndIf}
  ClearErrors
  ${If} $3 != ""
    SetErrors
  ${EndIf}
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd
!macroend
!insertmacro RemoveListed ""
!insertmacro RemoveListed "un."

!macro TellAssociations
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

; --- installing

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "${NAME}要在 Windows 10（1809 版）或更新的 Windows 上用，这台电脑的 Windows 太旧，装不了。$\r$\n$\r$\n请先请管电脑的人升级 Windows，或换一台电脑。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${FOLDER}Setup") p .r1 ?e'
  Pop $0
  ${If} $0 = 183
    MessageBox MB_OK|MB_ICONEXCLAMATION "安装程序已经打开了，请在那个窗口里继续。" /SD IDOK
    SetErrorLevel 7
    Quit
  ${EndIf}
  ReadRegStr $Before HKCU "${ENTRY}" "DisplayVersion"
  ReadRegStr $BeforeFolder HKCU "${ENTRY}" "InstallLocation"
  StrCpy $Words "程序只装给当前用户，不需要管理员，也不联网。"
  ${If} $Before != ""
    ${VersionCompare} "$Before" "${VERSION}" $0
    ${If} $0 = 1
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "这台电脑上装的是 $Before，比这个安装程序（${VERSION}）新。换成旧版本，可能打不开现在的台账。$\r$\n$\r$\n还要换成 ${VERSION} 吗？" /SD IDNO IDYES go_back
        SetErrorLevel 6
        Quit
      go_back:
    ${EndIf}
    ${If} $0 = 0
      StrCpy $Words "这台电脑上已经装了 ${VERSION}，继续就是重新装一遍。"
    ${Else}
      StrCpy $Words "这台电脑上装的是 $Before，安装后换成 ${VERSION}。"
    ${EndIf}
  ${EndIf}
  StrCpy $Words "$Words$\r$\n$\r$\n台账数据和个人设置不动。$\r$\n$\r$\n点“下一步”继续。"
FunctionEnd

; Asks until the program is closed; "1" on the stack when the clerk does not want to.
Function WaitUntilClosed
  Push $0
  ${Do}
    StrCpy $0 ""
    !insertmacro AskWhetherRunning "" "$INSTDIR\${PROGRAM}"
    !insertmacro AskWhetherRunning "" "$INSTDIR\${CONSOLE}"
    ${If} $BeforeFolder != ""
      !insertmacro AskWhetherRunning "" "$BeforeFolder\${PROGRAM}"
      !insertmacro AskWhetherRunning "" "$BeforeFolder\${CONSOLE}"
    ${EndIf}
    ${If} $0 == ""
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正开着，它的文件换不了。$\r$\n$\r$\n请先保存并关闭${NAME}的窗口，再点“重试”。" /SD IDCANCEL IDRETRY look_again
      ${ExitDo}
    look_again:
  ${Loop}
  Exch $0
FunctionEnd

Function IsPathTooLong  ; "1" on the stack when the folder leaves no room for the longest file (MAX_PATH)
  Push $0
  StrLen $0 $INSTDIR
  IntOp $0 $0 + ${LONGEST}
  ${If} $0 > 258
    StrCpy $0 "1"
  ${Else}
    StrCpy $0 ""
  ${EndIf}
  Exch $0
FunctionEnd

!macro RefuseLongPath
  MessageBox MB_OK|MB_ICONEXCLAMATION "这个文件夹的路径太长，Windows 放不下程序的文件。请选一个短一些的，比如 D:\${FOLDER}。" /SD IDOK
!macroend

Function ChosenFolder
  Call IsPathTooLong
  Pop $0
  ${If} $0 != ""
    !insertmacro RefuseLongPath
    Abort
  ${EndIf}
  Call WaitUntilClosed
  Pop $0
  ${If} $0 != ""
    Abort
  ${EndIf}
FunctionEnd

Section "程序"
  !insertmacro WithoutBackslash $INSTDIR
  !insertmacro WithoutBackslash $BeforeFolder
  Call IsPathTooLong
  Pop $0
  ${If} $0 != ""
    !insertmacro RefuseLongPath
    SetErrorLevel 5
    Quit
  ${EndIf}
  Call WaitUntilClosed
  Pop $0
  ${If} $0 != ""
    SetErrorLevel 4
    Quit
  ${EndIf}
  ; What the version before left goes first, also where it stood in another folder; a file that the new one lacks must not stay.
  InitPluginsDir
  ${If} $BeforeFolder != ""
  ${AndIf} $BeforeFolder != $INSTDIR
    Push $BeforeFolder
    Call RemoveBefore
    Delete "$BeforeFolder\${UNINSTALLER}"
    RMDir "$BeforeFolder"
  ${EndIf}
  Push $INSTDIR
  Call RemoveBefore
  SetOutPath "$INSTDIR"
  SetOverwrite on
  !insertmacro InstallFiles
  SetOutPath "$INSTDIR"
  File "${LISTS}/${LISTED}"
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"

  CreateShortCut "${MENU_ICON}" "$INSTDIR\${PROGRAM}" "" "$INSTDIR\${PROGRAM}" 0 SW_SHOWNORMAL "" "安全台账：登记、打印、报送"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DESKTOP" $1
  ${IfNot} ${Errors}
  ${OrIf} ${FileExists} "${DESKTOP_ICON}"
    Call PutDesktopIcon
  ${EndIf}
  Call Associate

  WriteRegStr HKCU "${ENTRY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "Village Safety Ledger"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
SectionEnd

Function RemoveBefore  ; the files of the version that lies in the folder on the stack
  Exch $R1
  ${If} ${FileExists} "$R1\${LISTED}"
    StrCpy $R0 "$PLUGINSDIR\before.txt"
    CopyFiles /SILENT "$R1\${LISTED}" "$R0"
    Call RemoveListed
    Delete "$R1\${LISTED}"
    Delete "$R0"
  ${EndIf}
  Pop $R1
FunctionEnd

; A double click on a package or on an encrypted backup, unless another program opens .age already. Plain .zip and .db files
; stay with the system's own programs: they are opened by “打开方式”, where this one is offered too.
Function Associate
  WriteRegStr HKCU "${CLASSES}\${PACKAGE}" "" "${NAME}报送包"
  WriteRegStr HKCU "${CLASSES}\${PACKAGE}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\${PACKAGE}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${CLASSES}\.age\OpenWithProgids" "${PACKAGE}" ""
  ReadRegStr $0 HKCR ".age" ""
  ${If} $0 == ""
    WriteRegStr HKCU "${CLASSES}\.age" "" "${PACKAGE}"
  ${EndIf}
  WriteRegStr HKCU "${APPLICATION}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${APPLICATION}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${APPLICATION}\SupportedTypes" ".zip" ""
  WriteRegStr HKCU "${APPLICATION}\SupportedTypes" ".age" ""
  WriteRegStr HKCU "${APPLICATION}\SupportedTypes" ".db" ""
  !insertmacro TellAssociations
FunctionEnd

Function PutDesktopIcon
  CreateShortCut "${DESKTOP_ICON}" "$INSTDIR\${PROGRAM}"
FunctionEnd

Function OfferDesktopIcon  ; ticked the first time; later only where there is one: who threw it away does not want it back
  ${If} $Before != ""
  ${AndIfNot} ${FileExists} "${DESKTOP_ICON}"
    SendMessage $mui.FinishPage.ShowReadme ${BM_SETCHECK} ${BST_UNCHECKED} 0
  ${EndIf}
FunctionEnd

; --- uninstalling

Section "un.程序"
  Call un.WaitUntilClosed
  Pop $0
  ${If} $0 != ""
    SetErrorLevel 4
    Quit
  ${EndIf}
  Call un.FindLedger
  InitPluginsDir
  File "/oname=$PLUGINSDIR\${LISTED}" "${LISTS}/${LISTED}"
  StrCpy $R0 "$PLUGINSDIR\${LISTED}"
  StrCpy $R1 "$INSTDIR"
  Call un.RemoveListed
  ${If} ${Errors}
    StrCpy $1 "有几个文件正被别的程序占用，没有删掉，还在：$\r$\n$INSTDIR$\r$\n重新启动电脑以后可以自己删除。$\r$\n$\r$\n"
  ${Else}
    StrCpy $1 ""
  ${EndIf}
  Delete "$INSTDIR\${LISTED}"
  Delete "$INSTDIR\${UNINSTALLER}"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  Call un.RemoveUpdates
  Delete "${MENU_ICON}"
  Delete "${DESKTOP_ICON}"
  Call un.Dissociate
  DeleteRegKey HKCU "${ENTRY}"
  StrCpy $Words "$1$Ledger$\r$\n$\r$\n照片、密钥、备份在它旁边的同名 .files 文件夹里。以后再装，打开时会接着用它。"
SectionEnd

Function un.TellLedger
  Call un.FindLedger
  StrCpy $Words $Ledger
FunctionEnd

; Asks until the program, and every version that an update brought, is closed; "1" on the stack when the clerk does not want to.
Function un.WaitUntilClosed
  Push $0
  Push $1
  Push $2
  ${Do}
    StrCpy $0 ""
    !insertmacro AskWhetherRunning "un." "$INSTDIR\${PROGRAM}"
    !insertmacro AskWhetherRunning "un." "$INSTDIR\${CONSOLE}"
    FindFirst $1 $2 "${VERSIONS}\*"
    ${DoUntil} $2 == ""
      ${If} ${FileExists} "${VERSIONS}\$2\${PROGRAM}"
        !insertmacro AskWhetherRunning "un." "${VERSIONS}\$2\${PROGRAM}"
        !insertmacro AskWhetherRunning "un." "${VERSIONS}\$2\${CONSOLE}"
      ${EndIf}
      FindNext $1 $2
    ${Loop}
    FindClose $1
    ${If} $0 == ""
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正开着，不能卸载。$\r$\n$\r$\n请先保存并关闭${NAME}的窗口，再点“重试”。" /SD IDCANCEL IDRETRY look_again
      ${ExitDo}
    look_again:
  ${Loop}
  Pop $2
  Pop $1
  Exch $0
FunctionEnd

; Versions brought by updates (desktop/updates/places.py): folders that hold the program, whole or cut short, and the small
; files beside them. Anything else that somebody put there stays.
Function un.RemoveUpdates
  FindFirst $0 $1 "${VERSIONS}\*"
  ${DoUntil} $1 == ""
    StrCpy $2 $1 "" -5
    ${If} ${FileExists} "${VERSIONS}\$1\${PROGRAM}"
    ${OrIf} ${FileExists} "${VERSIONS}\$1\village-update.json"
    ${OrIf} $2 == ".part"
      RMDir /r "${VERSIONS}\$1"
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
  Delete "${VERSIONS}\current.json"
  Delete "${VERSIONS}\current.json.part"
  Delete "${VERSIONS}\first-start.lock"
  Delete "${VERSIONS}\first-start.pid"
  RMDir "${VERSIONS}"
  RMDir "$LOCALAPPDATA\${FOLDER}"
FunctionEnd

Function un.Dissociate
  DeleteRegKey HKCU "${CLASSES}\${PACKAGE}"
  DeleteRegKey HKCU "${APPLICATION}"
  DeleteRegValue HKCU "${CLASSES}\.age\OpenWithProgids" "${PACKAGE}"
  ReadRegStr $0 HKCU "${CLASSES}\.age" ""
  ${If} $0 == "${PACKAGE}"
    DeleteRegValue HKCU "${CLASSES}\.age" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "${CLASSES}\.age\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.age"
  !insertmacro TellAssociations
FunctionEnd

; Puts into $Ledger where the ledger is that was open last: settings of this user, UTF-8, {"database": "C:\\…"}
; (desktop/paths.py).
Function un.FindLedger
  Push $0
  Push $1
  Push $2
  Push $3
  Push $4
  StrCpy $4 ""
  StrCpy $Ledger "台账数据留着，在“文档”里的“${NAME}”文件夹（或当初选定的位置）。"
  System::Call 'kernel32::CreateFileW(w "$APPDATA\${FOLDER}\last-ledger.json", i 0x80000000, i 7, p 0, i 3, i 0x80, p 0) p .r0'
  ${If} $0 != -1
    System::Alloc 4096
    Pop $1
    System::Call 'kernel32::ReadFile(p r0, p r1, i 4096, *i .r2, p 0)'
    System::Call 'kernel32::CloseHandle(p r0)'
    System::Call 'kernel32::MultiByteToWideChar(i 65001, i 0, p r1, i r2, w .r4, i ${NSIS_MAX_STRLEN})'
    System::Free $1
    StrCpy $0 $4 14
    ${If} $0 == '{"database": "'
      StrCpy $1 ""
      StrCpy $2 14
      ${Do}
        StrCpy $3 $4 1 $2
        ${If} $3 == ""
        ${OrIf} $3 == '"'
          ${ExitDo}
        ${EndIf}
        ${If} $3 == "\"
          IntOp $2 $2 + 1
          StrCpy $3 $4 1 $2
        ${EndIf}
        StrCpy $1 "$1$3"
        IntOp $2 $2 + 1
      ${Loop}
      ${If} $3 == '"'
        StrCpy $Ledger "台账数据留着，在：$\r$\n$1"
      ${EndIf}
    ${EndIf}
  ${EndIf}
  Pop $4
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd
