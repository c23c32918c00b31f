<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>${dollars}.{cents}</source>
        <extracomment>An amount of US dollars; {cents} are two digits.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n alerts stand</source>
        <comment>%n alert stands</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are being stopped</source>
        <comment>One is being stopped</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n at rest would end, too.</source>
        <comment>One at rest would end, too.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being stopped</source>
        <comment>%n being stopped</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <comment>%n byte</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <comment>%n day</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n did not stop</source>
        <comment>One did not stop</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <comment>%n entry</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <comment>%n file</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hooks are added to {file}. Everything else in it stays as it is.</source>
        <comment>%n hook is added to {file}. Everything else in it stays as it is.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <comment>%n hour</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <comment>%n item</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kinds</source>
        <comment>%n kind</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left to answer</source>
        <comment>%n left to answer</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <comment>%n line</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n matches</source>
        <comment>%n match</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <comment>%n minute</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more came and went.</source>
        <comment>%n more came and went.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need you</source>
        <comment>%n needs you</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known</source>
        <comment>%n not known</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not stopped</source>
        <comment>%n not stopped</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n others wait.</source>
        <comment>%n other waits.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n questions</source>
        <comment>%n question</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n records</source>
        <comment>%n record</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n records and more</source>
        <comment>%n record and more</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n records back to {clock}</source>
        <comment>%n record back to {clock}</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n results</source>
        <comment>%n result</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n seconds</source>
        <comment>%n second</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions</source>
        <comment>%n session</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions in the list.</source>
        <comment>%n session in the list.</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions started here are at work</source>
        <comment>One session started here is at work</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stopped</source>
        <comment>%n stopped</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tool calls</source>
        <comment>%n tool call</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n working</source>
        <comment>%n working</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>+ −  wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <extracomment>Between the things of a list.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 process below ({names})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1,234.5</source>
        <extracomment>How this language writes this very number: what keeps the thousands apart, and the decimal point.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A PDF, not shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A allows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A copy is kept first, and Disconnect gives the file back byte for byte.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A copy is kept first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A further prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A further prompt, handed over when the turn it is in ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key for Stop all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A notebook, not shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A permission mode or model does not begin with a dash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture, not shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture, not shown ({count} characters of data).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A prompt has 1 to {most} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A question for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept all edits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add hub…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent · {kind}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alerts cannot be heard: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All are stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All rows at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All rows at once, what colours and shapes mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All sessions over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow access to {folders}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow {tool}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow, deny (on a focused request)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow, deny what it asks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allows this, and the agent does not ask for the like again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An answer without tools cannot be interrupted this way, only ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer it where the agent runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answered in its terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answered in its terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve this plan?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows move a caret instead of the page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As its settings say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask as usual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask for nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask for nothing more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the desktop for a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the desktop. It may show a window of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks the agent&apos;s process and all it started to end, children first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bound like this it interrupts every session at work at once: there is no list, and nobody is asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be stopped so: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change what will run before it runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claude Code {version} cannot be woken by a hook yet: sessions at rest stay so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claude Code {version} has no hooks yet. Update it (claude update) and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear handled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code, {language}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compacting the context…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect {agent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect {agent}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected. Start it in any terminal and it appears here by itself:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting adds hooks to the agent&apos;s own settings: small commands it runs when something happens. They take a few milliseconds and never hold it up. You see the exact change first and can take it back at any time. Nothing leaves this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context compacted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversation or event table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy how to resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy how to resume {session}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy how to resume {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy resume command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the text beside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy this block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy, copy as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D denies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Denied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Denied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Denies it and ends the turn. The session stays open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deny</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deny and say why…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deny and stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deny with this reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect {agent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect {agent}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not let it; the agent is told so and goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier, later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit without asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit, then allow…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>End %n sessions</source>
        <comment>End %n session</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>End session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends its process: {agent}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends its processes: {people} first, then {agent}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends them at once. What they had not saved is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escape did not stop it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escape was pressed in {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escape was pressed {count} times in {place}, but it did not come to rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is allowed. Only where nothing can be broken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed, not allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failures only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in this session…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in what was said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find session…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold all subagents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold, unfold a subagent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forked from another session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a hook&apos;s start to its event in the store: half within {half} ms, 95 of 100 within {most} ms.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From alert to alert, go there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From control to control, from part to part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From lane to lane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From session to session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From span to span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>G=1000000000 M=1000000 k=1000</source>
        <extracomment>The units in which this language counts large amounts, the largest first, each with its value.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a name of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go through the records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go through the sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to a session or do something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to a session or do something…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to or do…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next thing to press, press it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes on in the background as {task}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HH:mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it looks: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hub away since {when}. {doing} What is shown stays as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In all sessions over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the event table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the inbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the settings file a group of {event} has no “hooks”. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the settings file {what} is not {kind}. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inbox, {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inbox: {count}  Ctrl+I</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installed. Connect it, and what it does appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instead, give a key to this command in your desktop&apos;s keyboard settings:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted while a tool was asked for or ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted, or its end not seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It asks before it changes a file or runs a command.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It changes files by itself and asks before it runs a command.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It holds characters that cannot be seen: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is being started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It must be an object: { … }.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It reads and makes a plan; nothing is changed until you agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It runs without a terminal, as long as the hub runs; when that ends, it finishes its turn and ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was not agreed to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was not answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its alerts stand here and call nobody meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its input is not kept: text that streams and long lines of the agent&apos;s own file are stored once, as the record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its process is gone; ends what it left running: {people}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its prompt goes back into the input box if no answer has begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its subagents ({names}) first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its token is missing: the hub printed where it lies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep collecting after Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep planning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the hub running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key for Stop all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key for Stop all…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kills {whom} at once; nothing is saved or said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kinds of records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kinds of records: {chosen}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lane to lane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger, smaller, normal text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger, smaller, normal text of this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left to its terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left to its terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left to its terminal: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the agent do exactly this, once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lets the agent do exactly this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at its settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for agents on this machine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark all as seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More ways to allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More ways to deny</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More ways to stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More ways to stop this session…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the folder in which it works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrower list of sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearer, farther</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearer, farther, everything, the present</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New session…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New {agent} session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next session that needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next try in {seconds} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next, previous match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keyring answers: the token of {name} lies in {where}, readable by you alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer asked: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No record passes this filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No record yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No session has a process.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No session has all these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No session needs you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No session yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not JSON, line {lineno}, column {colno}: {msg}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not JSON: nested too deep.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not installed here. To install it:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known whether it stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known whether it stopped: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not stopped: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not taken back: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has called you since this window was opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has called you that you have not seen. A question, a failure or a turn that ended stands here until you have looked at it. Ctrl+J leads to the session that has waited longest for you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has taken time yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is at work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing moves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing runs now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing runs. Choose how to end the session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed. Mend the file (Claude Code&apos;s /doctor shows where) and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off: no key is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the other machine:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On. Which key it is, your desktop&apos;s keyboard settings say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On: {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One step back, in the end to the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only if its hooks are in place: none was heard yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open link {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open link…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open this link on {host} in your browser?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Our hooks are taken out of {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the window before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of this message was never received.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permission request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permission requested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Escape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presses Escape in {place}: stops at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put away: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued: {prompt}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raw input of the selected record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the selected one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read what it stands for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read what the span stands for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records of this session, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse and stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuse without asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refuses {what} and ends the turn at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove hub {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply to this session…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply, still being written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say Hello first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what it is to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scroll; End stays with the newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search sessions and actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See every agent. Stop any of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a record to see what was received.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a session of the project first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all, let go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select from where you last clicked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session ended · {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session started ({how})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session to session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions there are not touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+arrows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all ({count} characters)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all ({count} lines)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all ({count} more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all of the long lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all of what is asked for, with both answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all · {count} more lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show more ({count} left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only records with a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only records with this text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signalcabin cannot ask this system for a key yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signalcabin runs below it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signalcabin shows what your coding agents say and do, in whichever terminal you started them, calls you when one needs you, and stops it when you say so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze its session, mark it as seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snoozed: {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snooze…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else: {question}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something is missing here: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Span to span</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started anew after /clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still running after {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Stop %n sessions</source>
        <comment>Stop %n session</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop all in this project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop all in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop all sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop all sessions in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop all sessions: show the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop all sessions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop asked for ({level})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop before the next tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped after {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped by a hook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped by a hook: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped: {evidence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stops before the next tool; the sentence being written still finishes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stops it once the question in the terminal is answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stops its subagents ({names}) before their next tool.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stops this turn before its next tool. The session stays open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subagent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab and Review shows all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back what is queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the hooks out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back. It goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task: {subject} · {state}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teammate {name} has nothing to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tells it to stop over its own stream: stops at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text in the record…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is no message of the feed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address is ws://127.0.0.1:PORT (a tunnel), or wss://HOST:PORT. Plain ws:// never leaves this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent is told so and goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent is told what you write and goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cell is taken out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desktop did not agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desktop does not answer: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desktop gave no key to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desktop refuses: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desktop took the shortcut back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The exact change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first nine; hold Ctrl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub could not be started; `signalcabin hub` in a terminal shows why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub did not answer within {seconds} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub failed at this: {what}. Its log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub is away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub of this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub was not added. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub went away before it answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub {name} refuses this window: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub&apos;s answer was not understood: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub&apos;s token was stored ({where}) but cannot be read back. Unlock the keyring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model could not be reached: attempt {attempt} of {most} failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The part of the desktop that gives shortcuts has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The past of sessions on {hubs} is not known: that hub cannot tell it. What happens from now on is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The process ({number}) is gone without a goodbye</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The records cannot be read: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result is too large to send.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The selected session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file has “{key}” twice. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file holds no JSON object. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file is larger than {most} bytes. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file is no valid JSON: {why}. {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file is not UTF-8 (byte {place}). {advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their processes end with all they started. Sessions at rest are touched, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their turns stop; the sessions stay open. Only those at work are touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then bring its port here, for example:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no command.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no record {number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no session bus to ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is none: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They live as long as the hub, and that would end with the window. Kept running, it goes on with them in the background and is found again at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desktop offers no global shortcuts to programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This hub does not know that command, or not with those values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This hub does not know the command {command}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This hub is no longer looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This hub speaks protocol {ours}, not {yours}. Update the older of the two.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is what will run. Esc leaves it as it was asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the raw input of the record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too long to be read here. Choose it where the agent runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many orders are under way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying again every few seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfold all subagents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfold {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until {hour}:00 in the morning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ways to allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ways to deny</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ways to stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What called you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What colours and shapes mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What colours and shapes mean, and what can be done here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What colours, shapes and keys mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is shown of the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it did before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it did before, after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it is to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the agent is told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the agent sent, as it was received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was chosen for this agent and folder before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was made of it and stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it works; a folder can be dropped here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why not: what the agent is told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wider list of sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Works whichever program has the keyboard. It opens the list of what would be stopped; nothing stops before you agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worktree created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worktree removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write this change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[picture not loaded: {what}]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a group of {event}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a hook of {event}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a menu of tmux is open in it ({mode})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a new prompt came before the stop could act; it was let through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a permission was refused, but it did not come to rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a prompt has 1 to {most} characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a question needs an answer: choose one, give it where the agent runs, or deny it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all quiet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allow {tool}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allow “{what}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allowed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>already {outcome}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an array</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an edited input is an object, and says (by its digest) what it was made from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another program is in front of it there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answered elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answered in own words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approve the plan?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arguments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks a question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks about its plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for permission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>belongs to another user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cell {cell}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cleared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compacting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dd MMM</source>
        <comment>day and month, as short as can be</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dd MMM HH:mm:ss</source>
        <comment>day, month and time</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ddd dd MMM</source>
        <comment>day of the week, day, month</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ddd dd MMM yyyy, HH:mm:ss</source>
        <extracomment>Day of the week, day, month, year and time, in Qt&apos;s letters (QDateTime::toString).</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>denied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>denied here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>desktop {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drag  Shift+← →</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended · {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every {tool}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exit {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expanded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first {files}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from line {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gone, and its number belongs to another process now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>handed over when the turn it is in ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held for as long as the agent allows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hook {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hooks cost {duration} p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hub {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hub · {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hub · {name} · away since {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hub · {name} · catching up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hub · {name} · connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hub · {name} · refused: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the keyring (`keyring get {service} {user}` shows it)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it asks for no permission held here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it asks for no permission that is held here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it came to rest by itself before the stop could act</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say that it works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not work now: {status}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it rests and nothing waits to wake it: handed over when its next turn ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it runs in no terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it runs in no terminal of tmux</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it runs in print mode, which takes no keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it said something that is no feed message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it stays in tmux&apos;s copy mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it used no tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was not launched from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was told to stop over its own stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was told to stop over its own stream, but it did not come to rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it went on to its next tool and no hook of it is heard: connect the agent, or end its process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its answer was not understood: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its hook took the message, but it has not woken yet: else it is handed over when its next turn ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its input is switched off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its keys go to other panes too (synchronize-panes is on)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its log cannot be read ({why})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process belongs to another user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process is gone or not known for certain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its process runs another session now and was left alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its prompt is back in the input box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its relay did not wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its relay went away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its start time is not known, so it could be another process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its subagents were stopped: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its terminal is no pane of tmux</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left by its user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lines {first}–{last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lines {first}–{last} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>logged out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs your input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs your permission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>newer news came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no hook of it is heard: connect the agent first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no hub is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no longer armed, end its process to be sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no process is known for this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no process of it is left, or none is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no such request is held here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no such session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody saw its end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a process to signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not signalled: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is known of the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing stands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was done: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outcome unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pattern</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process gone (pid {pid})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process was gone already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rate limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>registry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>registry {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>session ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several may be chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shared with others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signed out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent: do not disturb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent: quiet hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent: snoozed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent: switched off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken back before it acted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>task {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that suggestion is not understood here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the agent ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the answer was meant for another input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the conversation itself rests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the conversation itself rests, and Escape does not reach its subagents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first {size} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub closed the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub could not be started: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub could not tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub ended with code {code}: {log}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub was closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub was closed before it acted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub was restarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub was restarted before it acted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hub&apos;s answer was not understood: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the permission it asked for was refused and its turn ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the process is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the process runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the session ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the session is ending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the session was not started from here, so nothing can be sent to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the system refused: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the turn was ended before the next tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the turn was ended; a new prompt was given since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are no such terminals on this system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such suggestion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no way to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>thinking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timed out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tmux did not take the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tmux is not installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tmux pane {number} ({where})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today {tokens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transcript</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transcript {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turn ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown source {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits {age}</source>
        <extracomment>How long a request has been waiting: &quot;waits 40 s&quot;.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wakes it now; it reads the message as a note, not as an approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was not working: {status}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was told to stop over its own stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>went on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what it left running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>will stop before the next tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>will stop before the next tool, if its hooks are in place: none was heard yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>will stop its subagents ({names}) before their next tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>will stop once the question in the terminal is answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>writing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} and {people}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} cannot be launched from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} holds no hooks of ours; there is nothing to change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} is connected already; there is nothing to change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} is connected. New sessions appear by themselves; running ones with their next step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} is disconnected; its settings are as they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} is not connected: its words come late, and no lever waits at its next tool.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} is not installed here (no program found). Install it, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent} is not installed here (no program of it was found).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agent}&apos;s version is unknown ({problem}). Only events it knows may be registered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{age} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} background task(s) of it go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} launched sessions are running already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} processes below ({names})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} prompts are queued already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} queued: {prompts}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} tool calls were refused, but it did not come to rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {all} done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{duration} so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ended} of {below} processes below it ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{error} Look at the change again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field}: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read ({why}). Remove it, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}. Free some space or fix its rights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first}; {second}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} is being changed by another Signalcabin. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} is not a folder on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} is not writable for you. Change its rights, or edit the file yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hub} could not be asked: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind}, failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{level}: under way…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{lever} is no lever of level {level}: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{mark} stands where a secret was hidden: allow it unchanged, or change it where the agent runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{matches} in {files}</source>
        <extracomment>&quot;3 matches&quot;, &quot;2 files&quot;</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} of this turn runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is no number in JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} KB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} d</source>
        <comment>days</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} in the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{outcome}: {evidence}</source>
        <extracomment>What came of a stop, and how that is known: &quot;Stopped after 0.4 s: the process is gone&quot;.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} (which is {target})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be changed: {why}. It is as it was before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has {count} hard links: the other names keep the old content.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is larger than 8 MB: that is no settings file. Look at it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a file. Move it out of the way, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is read-only. Make it writable (chmod u+w), then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was changed by someone else in the meantime.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{pattern} in {where}</source>
        <extracomment>What is searched for and where.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} of {all}+</source>
        <comment>more is being found</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{process} runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{process} was left alone (it serves others too)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{program} --version did not answer within {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{program} --version told no version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{program} cannot be started: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{program} cannot be started: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{records}, looking further…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence} ({count} hubs are away)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{server} asks: {message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{server} was answered: {action}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{session} needs you: {doing}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{side} of record {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{since} to {until}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} {ago}</source>
        <extracomment>Where a status is known from, and since when: &quot;hook 3 s ago&quot;.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{state}, new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{state}, was {former}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{status} {age}</source>
        <extracomment>A status and for how long: &quot;Working 12 s&quot;.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{status}: {doing}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{status}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text}… ({count} characters)</source>
        <extracomment>The beginning of a long text, and how long it is.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} needs you: {doing}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tokens} in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tokens} out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tokens} read from cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tokens} written to cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} ({bytes})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} in this folder, for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} in this project, for everybody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} in this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} within {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}, {place} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: copied</source>
        <extracomment>Said aloud; {what} is what the button was called (&quot;Copy path&quot;).</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{why}, {count} lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{policy}” is on in this file: no hook runs until it is off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… and {count} more characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… and {count} more characters that are not shown here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… at least {count} more lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… more lines than can be shown: fold something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… nested too deeply to show; copying gives it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… {count} more characters; copying gives everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>↓ latest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>↓ latest ({count})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
