<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>${dollars}.{cents}</source>
        <extracomment>An amount of US dollars; {cents} are two digits.</extracomment>
        <translation>${dollars}.{cents}</translation>
    </message>
    <message numerus="yes">
        <source>%n alerts stand</source>
        <comment>%n alert stands</comment>
        <translation>
            <numerusform>%Ln 条提醒未处理</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are being stopped</source>
        <comment>One is being stopped</comment>
        <translation>
            <numerusform>正在停止 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n at rest would end, too.</source>
        <comment>One at rest would end, too.</comment>
        <translation>
            <numerusform>另有 %Ln 个空闲会话也会结束。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being stopped</source>
        <comment>%n being stopped</comment>
        <translation>
            <numerusform>%Ln 个正在停止</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <comment>%n byte</comment>
        <translation>
            <numerusform>%Ln 字节</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n came and went</source>
        <comment>%n came and went</comment>
        <translation>
            <numerusform>%Ln 个来了又走</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <comment>%n day</comment>
        <translation>
            <numerusform>%Ln 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n did not stop</source>
        <comment>One did not stop</comment>
        <translation>
            <numerusform>%Ln 个未能停止</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <comment>%n entry</comment>
        <translation>
            <numerusform>%Ln 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <comment>%n failed</comment>
        <translation>
            <numerusform>%Ln 个失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <comment>%n file</comment>
        <translation>
            <numerusform>%Ln 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finished</source>
        <comment>%n finished</comment>
        <translation>
            <numerusform>%Ln 个完成</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hooks are added to {file}. Everything else in it stays as it is.</source>
        <comment>%n hook is added to {file}. Everything else in it stays as it is.</comment>
        <translation>
            <numerusform>将在 {file} 中加入 %Ln 个钩子，其余内容保持不变。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hooks are taken out of {file}. Everything else in it stays as it is.</source>
        <comment>%n hook is taken out of {file}. Everything else in it stays as it is.</comment>
        <translation>
            <numerusform>将从 {file} 中移除 %Ln 个钩子，其余内容保持不变。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <comment>%n hour</comment>
        <translation>
            <numerusform>%Ln 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items</source>
        <comment>%n item</comment>
        <translation>
            <numerusform>%Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kinds</source>
        <comment>%n kind</comment>
        <translation>
            <numerusform>%Ln 种类型</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left to answer</source>
        <comment>%n left to answer</comment>
        <translation>
            <numerusform>还有 %Ln 个未回答</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <comment>%n line</comment>
        <translation>
            <numerusform>%Ln 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n matched a rule</source>
        <comment>%n matched a rule</comment>
        <translation>
            <numerusform>%Ln 个符合规则</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n matches</source>
        <comment>%n match</comment>
        <translation>
            <numerusform>%Ln 处匹配</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <comment>%n minute</comment>
        <translation>
            <numerusform>%Ln 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <comment>%n more</comment>
        <translation>
            <numerusform>另有 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need you</source>
        <comment>%n needs you</comment>
        <translation>
            <numerusform>%Ln 个等待你</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known</source>
        <comment>%n not known</comment>
        <translation>
            <numerusform>%Ln 个未知</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not stopped</source>
        <comment>%n not stopped</comment>
        <translation>
            <numerusform>%Ln 个未停止</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n others wait</source>
        <comment>%n other waits</comment>
        <translation>
            <numerusform>另有 %Ln 个在等待</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n over a limit</source>
        <comment>%n over a limit</comment>
        <translation>
            <numerusform>%Ln 个超出限额</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n questions</source>
        <comment>%n question</comment>
        <translation>
            <numerusform>%Ln 个问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n records</source>
        <comment>%n record</comment>
        <translation>
            <numerusform>%Ln 条记录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n records and more</source>
        <comment>%n record and more</comment>
        <translation>
            <numerusform>至少 %Ln 条记录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n records back to {clock}</source>
        <comment>%n record back to {clock}</comment>
        <translation>
            <numerusform>截至 {clock} 共 %Ln 条记录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n results</source>
        <comment>%n result</comment>
        <translation>
            <numerusform>%Ln 个结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n seconds</source>
        <comment>%n second</comment>
        <translation>
            <numerusform>%Ln 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions</source>
        <comment>%n session</comment>
        <translation>
            <numerusform>%Ln 个会话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions are over a limit</source>
        <comment>%n session is over a limit</comment>
        <translation>
            <numerusform>%Ln 个会话超出限额</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions are silent</source>
        <comment>%n session is silent</comment>
        <translation>
            <numerusform>%Ln 个会话没有动静</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions failed</source>
        <comment>%n session failed</comment>
        <translation>
            <numerusform>%Ln 个会话失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions finished</source>
        <comment>%n session finished</comment>
        <translation>
            <numerusform>%Ln 个会话已完成</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions in the list.</source>
        <comment>%n session in the list.</comment>
        <translation>
            <numerusform>列表中有 %Ln 个会话。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions need you</source>
        <comment>%n session needs you</comment>
        <translation>
            <numerusform>%Ln 个会话等待你</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions said what you wait for</source>
        <comment>%n session said what you wait for</comment>
        <translation>
            <numerusform>%Ln 个会话说出了你在等的内容</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions started here are at work</source>
        <comment>One session started here is at work</comment>
        <translation>
            <numerusform>从这里启动的 %Ln 个会话正在工作</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions stopped</source>
        <comment>%n session stopped</comment>
        <translation>
            <numerusform>%Ln 个会话已停止</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sessions were removed.</source>
        <comment>%n session was removed.</comment>
        <translation>
            <numerusform>已移除 %Ln 个会话。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n settings</source>
        <comment>%n setting</comment>
        <translation>
            <numerusform>%Ln 项设置</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n silent</source>
        <comment>%n silent</comment>
        <translation>
            <numerusform>%Ln 个没有动静</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stopped</source>
        <comment>%n stopped</comment>
        <translation>
            <numerusform>%Ln 个已停止</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tasks still run in the background</source>
        <comment>%n task still runs in the background</comment>
        <translation>
            <numerusform>%Ln 个任务仍在后台运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n that run stay.</source>
        <comment>%n that runs stays.</comment>
        <translation>
            <numerusform>保留 %Ln 个运行中的会话。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tool calls</source>
        <comment>%n tool call</comment>
        <translation>
            <numerusform>%Ln 次工具调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n working</source>
        <comment>%n working</comment>
        <translation>
            <numerusform>%Ln 个工作中</numerusform>
        </translation>
    </message>
    <message>
        <source>+ −  wheel</source>
        <translation>+ −  滚轮</translation>
    </message>
    <message>
        <source>, </source>
        <extracomment>Between the things of a list.</extracomment>
        <translation>、</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>1 of {all}</source>
        <translation>第 1 个，共 {all} 个</translation>
    </message>
    <message>
        <source>1 process below ({names})</source>
        <translation>其下 1 个进程（{names}）</translation>
    </message>
    <message>
        <source>1,234.5</source>
        <extracomment>How this language writes this very number: what keeps the thousands apart, and the decimal point.</extracomment>
        <translation>1,234.5</translation>
    </message>
    <message>
        <source>15 minutes</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>A PDF, not shown</source>
        <translation>PDF，未显示</translation>
    </message>
    <message>
        <source>A allows</source>
        <translation>按 A 允许</translation>
    </message>
    <message>
        <source>A copy is kept first, and Disconnect gives the file back byte for byte.</source>
        <translation>会先保留一份副本；断开连接时文件将逐字节还原。</translation>
    </message>
    <message>
        <source>A copy is kept first.</source>
        <translation>会先保留一份副本。</translation>
    </message>
    <message>
        <source>A further prompt</source>
        <translation>继续输入提示</translation>
    </message>
    <message>
        <source>A key for Stop all</source>
        <translation>“全部停止”的快捷键</translation>
    </message>
    <message>
        <source>A message then reaches a session that waits at its prompt at once; a small process waits beside each for that, and the agent reads the message as a note, never as your approval.</source>
        <translation>这样，消息能立即到达在提示处等待的会话；为此每个会话旁都有一个小进程在等待。智能体把消息当作附注，绝不当作你的批准。</translation>
    </message>
    <message>
        <source>A notebook, not shown</source>
        <translation>笔记本，未显示</translation>
    </message>
    <message>
        <source>A permission mode or model does not begin with a dash.</source>
        <translation>权限模式或模型名不能以连字符开头。</translation>
    </message>
    <message>
        <source>A picture, not shown</source>
        <translation>图片，未显示</translation>
    </message>
    <message>
        <source>A picture, not shown ({count} characters of data).</source>
        <translation>图片，未显示（{count} 个字符的数据）。</translation>
    </message>
    <message>
        <source>A prompt has 1 to {most} characters.</source>
        <translation>提示的长度应为 1 到 {most} 个字符。</translation>
    </message>
    <message>
        <source>A question for you</source>
        <translation>有问题要问你</translation>
    </message>
    <message>
        <source>A session that goes on beyond a limit is stopped before its next tool.</source>
        <translation>超出限额仍在继续的会话会在下一个工具之前停止。</translation>
    </message>
    <message>
        <source>A short sound with an alert, one in two seconds at most.</source>
        <translation>提醒时播放短音，最多每两秒一次。</translation>
    </message>
    <message>
        <source>Accept all edits</source>
        <translation>接受所有编辑</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add hub</source>
        <translation>添加中枢</translation>
    </message>
    <message>
        <source>Add hub…</source>
        <translation>添加中枢…</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>After an absence of so long you are told in one piece what came meanwhile.</source>
        <translation>离开这么久之后，会一次性告诉你其间发生的事。</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>智能体</translation>
    </message>
    <message>
        <source>Agent reported</source>
        <translation>智能体报告状态</translation>
    </message>
    <message>
        <source>Agent · {kind}</source>
        <translation>智能体 · {kind}</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Alerts cannot be heard: {why}</source>
        <translation>提醒无法发出声音：{why}</translation>
    </message>
    <message>
        <source>Alerts ring as chosen in the settings.</source>
        <translation>提醒按设置中的选择发出。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All are stopped.</source>
        <translation>已全部停止。</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>所有类型</translation>
    </message>
    <message>
        <source>All rows at once</source>
        <translation>一次显示所有行</translation>
    </message>
    <message>
        <source>All rows at once, what colours and shapes mean</source>
        <translation>一次显示所有行；颜色和形状的含义</translation>
    </message>
    <message>
        <source>All sessions</source>
        <translation>所有会话</translation>
    </message>
    <message>
        <source>All sessions of a hub together, each day anew.</source>
        <translation>一个中枢的所有会话合计，每天重新计算。</translation>
    </message>
    <message>
        <source>All sessions of a hub together, where their agents tell.</source>
        <translation>一个中枢的所有会话合计，以智能体提供的为准。</translation>
    </message>
    <message>
        <source>All sessions over time</source>
        <translation>所有会话的时间总览</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Allow access to {folders}</source>
        <translation>允许访问 {folders}</translation>
    </message>
    <message>
        <source>Allow once</source>
        <translation>允许一次</translation>
    </message>
    <message>
        <source>Allow this</source>
        <translation>允许这样执行</translation>
    </message>
    <message>
        <source>Allow {tool}?</source>
        <translation>允许 {tool}？</translation>
    </message>
    <message>
        <source>Allow {what}</source>
        <translation>允许 {what}</translation>
    </message>
    <message>
        <source>Allow, deny (on a focused request)</source>
        <translation>允许、拒绝（焦点在请求上时）</translation>
    </message>
    <message>
        <source>Allow, deny what it asks</source>
        <translation>允许、拒绝它的请求</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>已允许</translation>
    </message>
    <message>
        <source>Allowed with changes</source>
        <translation>修改后允许</translation>
    </message>
    <message>
        <source>Allowed.</source>
        <translation>已允许。</translation>
    </message>
    <message>
        <source>Allows this, and the agent does not ask for the like again.</source>
        <translation>允许此操作，智能体以后不再询问同类操作。</translation>
    </message>
    <message>
        <source>Along time</source>
        <translation>沿时间移动</translation>
    </message>
    <message>
        <source>Already answered</source>
        <translation>已经回答</translation>
    </message>
    <message>
        <source>An answer without tools cannot be interrupted this way, only ended.</source>
        <translation>不使用工具的回答无法用这种方式中断，只能结束。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answer it where the agent runs.</source>
        <translation>请在智能体运行的终端中回答。</translation>
    </message>
    <message>
        <source>Answered in its terminal</source>
        <translation>已在其终端中回答</translation>
    </message>
    <message>
        <source>Answered in its terminal.</source>
        <translation>已在其终端中回答。</translation>
    </message>
    <message>
        <source>Answer…</source>
        <translation>回答…</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Approve this plan?</source>
        <translation>批准这个计划？</translation>
    </message>
    <message>
        <source>Arrows move a caret instead of the page</source>
        <translation>方向键移动光标，而不滚动页面</translation>
    </message>
    <message>
        <source>As its settings say</source>
        <translation>按其设置</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Ask as usual</source>
        <translation>照常询问</translation>
    </message>
    <message>
        <source>Ask first</source>
        <translation>先询问</translation>
    </message>
    <message>
        <source>Ask for nothing</source>
        <translation>一律不询问</translation>
    </message>
    <message>
        <source>Ask for nothing more</source>
        <translation>不再询问</translation>
    </message>
    <message>
        <source>Ask the desktop for a key</source>
        <translation>向桌面申请快捷键</translation>
    </message>
    <message>
        <source>Ask the desktop for a key that opens the list from any program.</source>
        <translation>向桌面申请一个可在任何程序中打开列表的快捷键。</translation>
    </message>
    <message>
        <source>Asking the desktop. It may show a window of its own.</source>
        <translation>正在询问桌面，它可能会显示自己的窗口。</translation>
    </message>
    <message>
        <source>Asks the agent&apos;s process and all it started to end, children first.</source>
        <translation>请求智能体的进程及其启动的所有进程结束，先子进程后父进程。</translation>
    </message>
    <message>
        <source>At rest</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the session</source>
        <translation>返回会话</translation>
    </message>
    <message>
        <source>Billing</source>
        <translation>计费问题</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cannot be stopped so: {why}</source>
        <translation>无法这样停止：{why}</translation>
    </message>
    <message>
        <source>Change how {agent} is connected…</source>
        <translation>更改 {agent} 的连接方式…</translation>
    </message>
    <message>
        <source>Change what will run before it runs.</source>
        <translation>在运行前修改将要运行的内容。</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Claude Code {version} cannot be woken by a hook yet: sessions at rest stay so.</source>
        <translation>Claude Code {version} 还不能由钩子唤醒：空闲的会话会保持空闲。</translation>
    </message>
    <message>
        <source>Claude Code {version} has no hooks yet. Update it (claude update) and try again.</source>
        <translation>Claude Code {version} 还没有钩子。请更新（claude update）后再试。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear handled</source>
        <translation>清除已处理的</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Close to the tray</source>
        <translation>关闭到托盘</translation>
    </message>
    <message>
        <source>Closing the window leaves the icon, where there is a tray.</source>
        <translation>有托盘时，关闭窗口后保留图标。</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Code, {language}</source>
        <translation>代码，{language}</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Compacting the context…</source>
        <translation>正在压缩上下文…</translation>
    </message>
    <message>
        <source>Compaction finished</source>
        <translation>压缩完成</translation>
    </message>
    <message>
        <source>Compaction started</source>
        <translation>压缩开始</translation>
    </message>
    <message>
        <source>Configuration folders to follow besides the usual one.</source>
        <translation>除默认之外还要跟踪的配置文件夹。</translation>
    </message>
    <message>
        <source>Connect {agent}</source>
        <translation>连接 {agent}</translation>
    </message>
    <message>
        <source>Connect {agent}…</source>
        <translation>连接 {agent}…</translation>
    </message>
    <message>
        <source>Connected. Start it in any terminal and it appears here by itself:</source>
        <translation>已连接。在任意终端中启动它，就会自动出现在这里：</translation>
    </message>
    <message>
        <source>Connecting adds hooks to the agent&apos;s own settings: small commands it runs when something happens. They take a few milliseconds and never hold it up. You see the exact change first and can take it back at any time. Nothing leaves this machine.</source>
        <translation>连接会在智能体自己的设置中加入钩子，即发生某事时由它运行的小命令。它们只需几毫秒，从不拖慢智能体。你会先看到确切的更改，并可随时撤销。任何数据都不会离开这台机器。</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Context compacted</source>
        <translation>上下文已压缩</translation>
    </message>
    <message>
        <source>Conversation or event table</source>
        <translation>切换对话与事件表</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy how to resume</source>
        <translation>复制恢复命令</translation>
    </message>
    <message>
        <source>Copy how to resume {session}</source>
        <translation>复制 {session} 的恢复命令</translation>
    </message>
    <message>
        <source>Copy how to resume {title}</source>
        <translation>复制 {title} 的恢复命令</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Copy resume command</source>
        <translation>复制恢复命令</translation>
    </message>
    <message>
        <source>Copy the last report</source>
        <translation>复制最近的报告</translation>
    </message>
    <message>
        <source>Copy the text beside</source>
        <translation>复制旁边的文本</translation>
    </message>
    <message>
        <source>Copy this block</source>
        <translation>复制此块</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>复制{what}</translation>
    </message>
    <message>
        <source>Copy, copy as Markdown</source>
        <translation>复制、复制为 Markdown</translation>
    </message>
    <message>
        <source>Correct or remove it, then try again.</source>
        <translation>请改正或移除它，然后再试。</translation>
    </message>
    <message>
        <source>Cost of a day</source>
        <translation>每日费用</translation>
    </message>
    <message>
        <source>Cost of a session</source>
        <translation>会话费用</translation>
    </message>
    <message>
        <source>Cost reported</source>
        <translation>费用报告</translation>
    </message>
    <message>
        <source>Cwd changed</source>
        <translation>工作目录变更</translation>
    </message>
    <message>
        <source>D denies</source>
        <translation>按 D 拒绝</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Dark ink</source>
        <translation>深色单色</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Denied.</source>
        <translation>已拒绝。</translation>
    </message>
    <message>
        <source>Denies it and ends the turn. The session stays open.</source>
        <translation>拒绝并结束本回合，会话保持打开。</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Deny and say why…</source>
        <translation>拒绝并说明原因…</translation>
    </message>
    <message>
        <source>Deny and stop</source>
        <translation>拒绝并停止</translation>
    </message>
    <message>
        <source>Deny with this reason</source>
        <translation>以此原因拒绝</translation>
    </message>
    <message>
        <source>Disarm</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Disconnect {agent}</source>
        <translation>断开 {agent}</translation>
    </message>
    <message>
        <source>Disconnect {agent}…</source>
        <translation>断开 {agent}…</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Disturb me again</source>
        <translation>恢复打扰</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>勿扰</translation>
    </message>
    <message>
        <source>Do not disturb…</source>
        <translation>勿扰…</translation>
    </message>
    <message>
        <source>Do not let it; the agent is told so and goes on.</source>
        <translation>不允许；智能体会得知并继续。</translation>
    </message>
    <message>
        <source>Each kind has a sound of its own.</source>
        <translation>每种提醒有各自的声音。</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>Earlier, later</source>
        <translation>更早、更晚</translation>
    </message>
    <message>
        <source>Edit the file</source>
        <translation>编辑文件</translation>
    </message>
    <message>
        <source>Edit without asking</source>
        <translation>编辑时不询问</translation>
    </message>
    <message>
        <source>Edit, then allow…</source>
        <translation>编辑后允许…</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
    <message numerus="yes">
        <source>End %n sessions</source>
        <comment>End %n session</comment>
        <translation>
            <numerusform>结束 %Ln 个会话</numerusform>
        </translation>
    </message>
    <message>
        <source>End session</source>
        <translation>结束会话</translation>
    </message>
    <message>
        <source>End this session</source>
        <translation>结束此会话</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Ends its process: {agent}.</source>
        <translation>结束其进程：{agent}。</translation>
    </message>
    <message>
        <source>Ends its processes: {people} first, then {agent}.</source>
        <translation>结束其进程：先结束{people}，再结束 {agent}。</translation>
    </message>
    <message>
        <source>Ends them at once. What they had not saved is lost.</source>
        <translation>立即终止。未保存的内容会丢失。</translation>
    </message>
    <message>
        <source>End…</source>
        <translation>结束…</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Escape did not stop it</source>
        <translation>Esc 未能停止它</translation>
    </message>
    <message>
        <source>Escape was pressed in {place}</source>
        <translation>已在 {place} 中按下 Esc</translation>
    </message>
    <message>
        <source>Escape was pressed {count} times in {place}, but it did not come to rest</source>
        <translation>已在 {place} 中按下 {count} 次 Esc，但它没有停下</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Everything is allowed. Only where nothing can be broken.</source>
        <translation>允许一切。仅适用于不怕损坏的环境。</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Failed, not allowed</source>
        <translation>失败、未获允许</translation>
    </message>
    <message>
        <source>Failed: {why}</source>
        <translation>失败：{why}</translation>
    </message>
    <message>
        <source>Failing again and again</source>
        <translation>反复失败</translation>
    </message>
    <message>
        <source>Failures only</source>
        <translation>仅失败</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find a session</source>
        <translation>查找会话</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>查找设置</translation>
    </message>
    <message>
        <source>Find a setting…</source>
        <translation>查找设置…</translation>
    </message>
    <message>
        <source>Find in this session</source>
        <translation>在此会话中查找</translation>
    </message>
    <message>
        <source>Find in this session…</source>
        <translation>在此会话中查找…</translation>
    </message>
    <message>
        <source>Find in what was said</source>
        <translation>在对话内容中查找</translation>
    </message>
    <message>
        <source>Find session</source>
        <translation>查找会话</translation>
    </message>
    <message>
        <source>Find session…</source>
        <translation>查找会话…</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合</translation>
    </message>
    <message>
        <source>Fold all subagents</source>
        <translation>折叠所有子智能体</translation>
    </message>
    <message>
        <source>Fold {what}</source>
        <translation>折叠 {what}</translation>
    </message>
    <message>
        <source>Fold, unfold a subagent</source>
        <translation>折叠、展开子智能体</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Follow the present</source>
        <translation>跟随当前时刻</translation>
    </message>
    <message>
        <source>For dark panels.</source>
        <translation>适合深色面板。</translation>
    </message>
    <message>
        <source>For light panels.</source>
        <translation>适合浅色面板。</translation>
    </message>
    <message>
        <source>Forked from another session</source>
        <translation>从另一会话分叉</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>From a hook&apos;s start to its event in the store: half within {half} ms, 95 of 100 within {most} ms.</source>
        <translation>从钩子启动到事件存入：一半在 {half} 毫秒内，95% 在 {most} 毫秒内。</translation>
    </message>
    <message>
        <source>From alert to alert, go there</source>
        <translation>在提醒之间移动、前往</translation>
    </message>
    <message>
        <source>From control to control, from part to part</source>
        <translation>在控件之间、在区域之间移动</translation>
    </message>
    <message>
        <source>From lane to lane</source>
        <translation>在泳道之间移动</translation>
    </message>
    <message>
        <source>From session to session</source>
        <translation>在会话之间移动</translation>
    </message>
    <message>
        <source>From span to span</source>
        <translation>在时段之间移动</translation>
    </message>
    <message>
        <source>Further agent folders</source>
        <translation>其他智能体文件夹</translation>
    </message>
    <message>
        <source>G=1000000000 M=1000000 k=1000</source>
        <extracomment>The units in which this language counts large amounts, the largest first, each with its value.</extracomment>
        <translation>亿=100000000 万=10000</translation>
    </message>
    <message>
        <source>Gap noted</source>
        <translation>发现缺失</translation>
    </message>
    <message>
        <source>Give it a name of its own.</source>
        <translation>请给它起一个独有的名称。</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Go through the records</source>
        <translation>浏览记录</translation>
    </message>
    <message>
        <source>Go through the sessions</source>
        <translation>浏览会话</translation>
    </message>
    <message>
        <source>Go to a session or do something</source>
        <translation>转到会话或执行操作</translation>
    </message>
    <message>
        <source>Go to a session or do something…</source>
        <translation>转到会话或执行操作…</translation>
    </message>
    <message>
        <source>Go to or do…</source>
        <translation>转到或执行…</translation>
    </message>
    <message>
        <source>Go to the next thing to press, press it</source>
        <translation>转到下一个可按的项、按下它</translation>
    </message>
    <message>
        <source>Goes on in the background as {task}.</source>
        <translation>以 {task} 在后台继续。</translation>
    </message>
    <message>
        <source>HH:mm</source>
        <translation>HH:mm</translation>
    </message>
    <message>
        <source>Heard for</source>
        <translation>发声的类型</translation>
    </message>
    <message>
        <source>Hide secrets</source>
        <translation>隐藏机密</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>How it looks: {what}</source>
        <translation>外观：{what}</translation>
    </message>
    <message>
        <source>How to start a program at login is not known for {platform}.</source>
        <translation>不知道如何在 {platform} 上登录时启动程序。</translation>
    </message>
    <message>
        <source>Hub away since {when}. {doing} What is shown stays as it was.</source>
        <translation>中枢自 {when} 起不在线。{doing}显示的内容保持原样。</translation>
    </message>
    <message>
        <source>Hubs that were added; their tokens lie in the keyring.</source>
        <translation>已添加的中枢；其令牌存放在密钥环中。</translation>
    </message>
    <message>
        <source>In all sessions over time</source>
        <translation>在时间总览中</translation>
    </message>
    <message>
        <source>In colour</source>
        <translation>彩色</translation>
    </message>
    <message>
        <source>In colour, or in one ink, from the next start on.</source>
        <translation>彩色或单色，下次启动时生效。</translation>
    </message>
    <message>
        <source>In quiet hours and while not to be disturbed.</source>
        <translation>在免打扰时段和勿扰期间。</translation>
    </message>
    <message>
        <source>In the background</source>
        <translation>后台</translation>
    </message>
    <message>
        <source>In the conversation</source>
        <translation>在对话中</translation>
    </message>
    <message>
        <source>In the event table</source>
        <translation>在事件表中</translation>
    </message>
    <message>
        <source>In the inbox</source>
        <translation>在收件箱中</translation>
    </message>
    <message>
        <source>In the settings file a group of {event} has no “hooks”. {advice}</source>
        <translation>设置文件中 {event} 的某一组没有“hooks”。{advice}</translation>
    </message>
    <message>
        <source>In the settings file {what} is not {kind}. {advice}</source>
        <translation>设置文件中的{what}不是{kind}。{advice}</translation>
    </message>
    <message>
        <source>In the timeline</source>
        <translation>在时间线中</translation>
    </message>
    <message>
        <source>In the tray, without its window. It stands in the system&apos;s own list, too.</source>
        <translation>在托盘中启动，不打开窗口。系统自己的自启动列表里也有这一项。</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>收件箱</translation>
    </message>
    <message>
        <source>Inbox: {count}  Ctrl+I</source>
        <translation>收件箱：{count}  Ctrl+I</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Installed. Connect it, and what it does appears here.</source>
        <translation>已安装。连接后，它的活动会显示在这里。</translation>
    </message>
    <message>
        <source>Instead, give a key to this command in your desktop&apos;s keyboard settings:</source>
        <translation>也可以在桌面的键盘设置中为这条命令指定快捷键：</translation>
    </message>
    <message>
        <source>Interrupt</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Interrupted while a tool was asked for or ran</source>
        <translation>在请求或运行工具时被中断</translation>
    </message>
    <message>
        <source>Interrupted, or its end not seen</source>
        <translation>已中断，或未见其结束</translation>
    </message>
    <message>
        <source>Is there a newer version? Nothing is fetched; you are told.</source>
        <translation>有新版本吗？不会下载任何内容，只告诉你。</translation>
    </message>
    <message>
        <source>It asks before it changes a file or runs a command.</source>
        <translation>修改文件或运行命令前会先询问。</translation>
    </message>
    <message>
        <source>It brings Signalcabin to the front with the same list, and starts it if need be.</source>
        <translation>它会把 Signalcabin 带到前台并显示同一列表，必要时启动它。</translation>
    </message>
    <message>
        <source>It cannot be heard: {why}</source>
        <translation>无法播放：{why}</translation>
    </message>
    <message>
        <source>It changes files by itself and asks before it runs a command.</source>
        <translation>自行修改文件，运行命令前会先询问。</translation>
    </message>
    <message>
        <source>It ended before its first prompt, or before it was first seen.</source>
        <translation>它在首个提示之前，或在首次被看到之前就已结束。</translation>
    </message>
    <message>
        <source>It holds characters that cannot be seen: {text}</source>
        <translation>其中含有不可见字符：{text}</translation>
    </message>
    <message>
        <source>It is being started again.</source>
        <translation>正在重新启动。</translation>
    </message>
    <message>
        <source>It is gone.</source>
        <translation>它已不在。</translation>
    </message>
    <message>
        <source>It is not asked any more. Nothing was done.</source>
        <translation>它已不再询问。未做任何操作。</translation>
    </message>
    <message>
        <source>It is not known whether there is a newer version. {why}</source>
        <translation>不知道是否有新版本。{why}</translation>
    </message>
    <message>
        <source>It must be an object: { … }.</source>
        <translation>必须是一个对象：{ … }。</translation>
    </message>
    <message>
        <source>It reads and makes a plan; nothing is changed until you agree.</source>
        <translation>它会阅读并制订计划；在你同意之前不做任何更改。</translation>
    </message>
    <message>
        <source>It runs without a terminal, as long as the hub runs; when that ends, it finishes its turn and ends.</source>
        <translation>它不需要终端，随中枢一直运行；中枢结束时，它完成本回合后结束。</translation>
    </message>
    <message>
        <source>It waits for your answer above.</source>
        <translation>它在等待你在上方回答。</translation>
    </message>
    <message>
        <source>It was ended as you told it.</source>
        <translation>已按你的指示结束。</translation>
    </message>
    <message>
        <source>It was not agreed to.</source>
        <translation>未获同意。</translation>
    </message>
    <message>
        <source>It was not answered.</source>
        <translation>未得到回答。</translation>
    </message>
    <message>
        <source>It was stopped as you told it.</source>
        <translation>已按你的指示停止。</translation>
    </message>
    <message>
        <source>Its alerts stand here and call nobody meanwhile.</source>
        <translation>其间它的提醒只列在这里，不打扰任何人。</translation>
    </message>
    <message>
        <source>Its input is not kept: text that streams and long lines of the agent&apos;s own file are stored once, as the record.</source>
        <translation>未保留其输入：流式文本和智能体自身文件中的长行只作为记录保存一次。</translation>
    </message>
    <message>
        <source>Its process is gone, without a goodbye</source>
        <translation>其进程未告别就消失了</translation>
    </message>
    <message>
        <source>Its process is gone; ends what it left running: {people}.</source>
        <translation>其进程已不在；结束它遗留的{people}。</translation>
    </message>
    <message>
        <source>Its prompt goes back into the input box if no answer has begun.</source>
        <translation>如果还没有开始回答，提示会退回输入框。</translation>
    </message>
    <message>
        <source>Its subagents ({names}) first.</source>
        <translation>先停止其子智能体（{names}）。</translation>
    </message>
    <message>
        <source>Its token is missing: the hub printed where it lies.</source>
        <translation>缺少令牌：中枢启动时已显示它的位置。</translation>
    </message>
    <message>
        <source>Its words appear here as it writes them.</source>
        <translation>它写出的内容会随时显示在这里。</translation>
    </message>
    <message>
        <source>Keep at most</source>
        <translation>最多保留</translation>
    </message>
    <message>
        <source>Keep collecting after Quit</source>
        <translation>退出后继续收集</translation>
    </message>
    <message>
        <source>Keep planning</source>
        <translation>继续规划</translation>
    </message>
    <message>
        <source>Keep sessions for</source>
        <translation>会话保留时间</translation>
    </message>
    <message>
        <source>Keep the hub running</source>
        <translation>让中枢继续运行</translation>
    </message>
    <message>
        <source>Kept in {file}</source>
        <translation>保存在 {file}</translation>
    </message>
    <message>
        <source>Key for Stop all</source>
        <translation>“全部停止”的快捷键</translation>
    </message>
    <message>
        <source>Key for Stop all…</source>
        <translation>“全部停止”的快捷键…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Keys, tokens and passwords of known shapes are replaced by «secret» before anything is stored.</source>
        <translation>已知形式的密钥、令牌和密码在存储前都会替换为 «secret»。</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>强制终止</translation>
    </message>
    <message>
        <source>Kills what it left running at once; nothing is saved or said.</source>
        <translation>立即强制终止它遗留的进程；不保存，也不留言。</translation>
    </message>
    <message>
        <source>Kills {agent} and {people} at once; nothing is saved or said.</source>
        <translation>立即强制终止 {agent} 和{people}；不保存，也不留言。</translation>
    </message>
    <message>
        <source>Kills {agent} at once; nothing is saved or said.</source>
        <translation>立即强制终止 {agent}；不保存，也不留言。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Kinds of records</source>
        <translation>记录类型</translation>
    </message>
    <message>
        <source>Kinds of records: {chosen}</source>
        <translation>记录类型：{chosen}</translation>
    </message>
    <message>
        <source>Lane to lane</source>
        <translation>泳道之间</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Larger, smaller, normal text</source>
        <translation>放大、缩小、正常文字</translation>
    </message>
    <message>
        <source>Larger, smaller, normal text of this session</source>
        <translation>放大、缩小、恢复此会话的文字</translation>
    </message>
    <message>
        <source>Last at: {doing}</source>
        <translation>最后在做：{doing}</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>不更改</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Left as it is.</source>
        <translation>保持原样。</translation>
    </message>
    <message>
        <source>Left to its terminal</source>
        <translation>留给其终端处理</translation>
    </message>
    <message>
        <source>Left to its terminal.</source>
        <translation>留给其终端处理。</translation>
    </message>
    <message>
        <source>Left to its terminal: {why}.</source>
        <translation>留给其终端处理：{why}。</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Let messages wake its sessions at rest</source>
        <translation>允许消息唤醒其空闲的会话</translation>
    </message>
    <message>
        <source>Let the agent do exactly this, once.</source>
        <translation>仅允许智能体这样做一次。</translation>
    </message>
    <message>
        <source>Lets the agent do exactly this.</source>
        <translation>仅允许智能体这样做。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Light ink</source>
        <translation>浅色单色</translation>
    </message>
    <message>
        <source>Light or dark as the system says, or one of them for always.</source>
        <translation>跟随系统的浅色或深色，或始终使用其中一种。</translation>
    </message>
    <message>
        <source>Light or dark, as the system says.</source>
        <translation>浅色或深色，跟随系统。</translation>
    </message>
    <message>
        <source>Limit passed</source>
        <translation>超出限额</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限额</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Logs by topic</source>
        <translation>按主题的日志</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Look for an update</source>
        <translation>检查更新</translation>
    </message>
    <message>
        <source>Looking at its settings…</source>
        <translation>正在查看其设置…</translation>
    </message>
    <message>
        <source>Looking for agents on this machine…</source>
        <translation>正在本机查找智能体…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Mark all as seen</source>
        <translation>全部标为已读</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Message delta</source>
        <translation>消息片段</translation>
    </message>
    <message>
        <source>Message written</source>
        <translation>消息写完</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More ways to allow</source>
        <translation>更多允许方式</translation>
    </message>
    <message>
        <source>More ways to deny</source>
        <translation>更多拒绝方式</translation>
    </message>
    <message>
        <source>More ways to stop</source>
        <translation>更多停止方式</translation>
    </message>
    <message>
        <source>More ways to stop this session…</source>
        <translation>停止此会话的更多方式…</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>更多…</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name the folder in which it works.</source>
        <translation>请指定它工作的文件夹。</translation>
    </message>
    <message>
        <source>Narrower list of sessions</source>
        <translation>缩窄会话列表</translation>
    </message>
    <message>
        <source>Nearer, farther</source>
        <translation>放大、缩小</translation>
    </message>
    <message>
        <source>Nearer, farther, everything, the present</source>
        <translation>放大、缩小、全部、当前</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>等待你</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新会话</translation>
    </message>
    <message>
        <source>New session…</source>
        <translation>新会话…</translation>
    </message>
    <message>
        <source>New {agent} session</source>
        <translation>新建 {agent} 会话</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>窗口的下一区域</translation>
    </message>
    <message>
        <source>Next session that needs you</source>
        <translation>下一个等待你的会话</translation>
    </message>
    <message>
        <source>Next try in {seconds} s.</source>
        <translation>{seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>Next, previous match</source>
        <translation>下一处、上一处匹配</translation>
    </message>
    <message>
        <source>No agent is called {agent}.</source>
        <translation>没有名为 {agent} 的智能体。</translation>
    </message>
    <message>
        <source>No connection to the model</source>
        <translation>无法连接模型</translation>
    </message>
    <message>
        <source>No keyring answers: the token of {name} lies in {where}, readable by you alone.</source>
        <translation>没有可用的密钥环：{name} 的令牌存放在 {where}，只有你能读取。</translation>
    </message>
    <message>
        <source>No longer asked</source>
        <translation>不再询问</translation>
    </message>
    <message>
        <source>No longer asked.</source>
        <translation>不再询问。</translation>
    </message>
    <message>
        <source>No longer asked: {why}.</source>
        <translation>不再询问：{why}。</translation>
    </message>
    <message>
        <source>No notification and no sound meanwhile; alerts stand in the inbox.</source>
        <translation>其间没有通知和声音；提醒列在收件箱中。</translation>
    </message>
    <message>
        <source>No record passes this filter.</source>
        <translation>没有符合筛选条件的记录。</translation>
    </message>
    <message>
        <source>No record yet.</source>
        <translation>还没有记录。</translation>
    </message>
    <message>
        <source>No session has a process.</source>
        <translation>没有带进程的会话。</translation>
    </message>
    <message>
        <source>No session has all these words.</source>
        <translation>没有包含所有这些词的会话。</translation>
    </message>
    <message>
        <source>No session needs you.</source>
        <translation>没有会话在等待你。</translation>
    </message>
    <message>
        <source>No session yet.</source>
        <translation>还没有会话。</translation>
    </message>
    <message>
        <source>No setting is called so.</source>
        <translation>没有这样的设置。</translation>
    </message>
    <message numerus="yes">
        <source>No sign of it for %n minutes.</source>
        <comment>No sign of it for %n minute.</comment>
        <translation>
            <numerusform>已有 %Ln 分钟没有动静。</numerusform>
        </translation>
    </message>
    <message>
        <source>No such model</source>
        <translation>没有这个模型</translation>
    </message>
    <message>
        <source>Nobody could be asked: {why}</source>
        <translation>无法询问：{why}</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>正常文字大小</translation>
    </message>
    <message>
        <source>Not JSON, line {lineno}, column {colno}: {msg}.</source>
        <translation>不是 JSON，第 {lineno} 行第 {colno} 列：{msg}。</translation>
    </message>
    <message>
        <source>Not JSON: nested too deep.</source>
        <translation>不是 JSON：嵌套过深。</translation>
    </message>
    <message>
        <source>Not allowed by the organization</source>
        <translation>组织不允许</translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation>未回答</translation>
    </message>
    <message>
        <source>Not installed here. To install it:</source>
        <translation>本机未安装。安装方法：</translation>
    </message>
    <message>
        <source>Not known whether it stopped</source>
        <translation>不知道是否已停止</translation>
    </message>
    <message>
        <source>Not known whether it stopped: {why}</source>
        <translation>不知道是否已停止：{why}</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Not sent: {why}</source>
        <translation>未发送：{why}</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Not stopped</source>
        <translation>未停止</translation>
    </message>
    <message>
        <source>Not stopped: {why}</source>
        <translation>未停止：{why}</translation>
    </message>
    <message>
        <source>Not taken back: {why}</source>
        <translation>未撤回：{why}</translation>
    </message>
    <message>
        <source>Not this one</source>
        <translation>跳过此版本</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Nothing has called you since this window was opened.</source>
        <translation>自此窗口打开以来没有提醒。</translation>
    </message>
    <message>
        <source>Nothing has called you that you have not seen. A question, a failure or a turn that ended stands here until you have looked at it. Ctrl+J leads to the session that has waited longest for you.</source>
        <translation>没有你未看过的提醒。提问、失败或结束的回合会列在这里，直到你看过为止。Ctrl+J 转到等待你最久的会话。</translation>
    </message>
    <message>
        <source>Nothing has taken time yet.</source>
        <translation>还没有耗时的活动。</translation>
    </message>
    <message>
        <source>Nothing here opens it. It lies in {file}</source>
        <translation>这里无法打开它。它位于 {file}</translation>
    </message>
    <message>
        <source>Nothing here opens {link}</source>
        <translation>这里无法打开 {link}</translation>
    </message>
    <message>
        <source>Nothing is at work.</source>
        <translation>没有正在工作的会话。</translation>
    </message>
    <message>
        <source>Nothing moves</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Nothing recorded</source>
        <translation>没有记录</translation>
    </message>
    <message>
        <source>Nothing rings then; it stands in the inbox.</source>
        <translation>届时不发出提醒，只列在收件箱中。</translation>
    </message>
    <message>
        <source>Nothing runs now.</source>
        <translation>现在没有在运行的内容。</translation>
    </message>
    <message>
        <source>Nothing runs. Choose how to end the session.</source>
        <translation>没有在运行的内容。请选择结束会话的方式。</translation>
    </message>
    <message>
        <source>Nothing to read</source>
        <translation>没有可读内容</translation>
    </message>
    <message>
        <source>Nothing was changed. Mend the file (Claude Code&apos;s /doctor shows where) and try again.</source>
        <translation>未做任何更改。请修复该文件（Claude Code 的 /doctor 会指出位置）后再试。</translation>
    </message>
    <message>
        <source>Nothing was changed. {why}</source>
        <translation>未做任何更改。{why}</translation>
    </message>
    <message>
        <source>Nothing was removed. {why}</source>
        <translation>未移除任何内容。{why}</translation>
    </message>
    <message>
        <source>Nothing was said here</source>
        <translation>这里没有对话</translation>
    </message>
    <message>
        <source>Nothing was said yet</source>
        <translation>还没有对话</translation>
    </message>
    <message>
        <source>Notice given</source>
        <translation>发出通知</translation>
    </message>
    <message>
        <source>Notification</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Now in {folder}</source>
        <translation>现位于 {folder}</translation>
    </message>
    <message>
        <source>Off: no key is taken.</source>
        <translation>已关闭：不占用快捷键。</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>On the other machine:</source>
        <translation>在另一台机器上：</translation>
    </message>
    <message>
        <source>On. Which key it is, your desktop&apos;s keyboard settings say.</source>
        <translation>已开启。具体按键请见桌面的键盘设置。</translation>
    </message>
    <message>
        <source>On: {key}</source>
        <translation>已开启：{key}</translation>
    </message>
    <message>
        <source>One step back, in the end to the list</source>
        <translation>逐级返回，直至列表</translation>
    </message>
    <message>
        <source>Only if its hooks are in place: none was heard yet.</source>
        <translation>前提是其钩子已就位：目前还没有收到任何钩子消息。</translation>
    </message>
    <message>
        <source>Only plan</source>
        <translation>仅规划</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未处理</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Open link {what}</source>
        <translation>打开链接 {what}</translation>
    </message>
    <message>
        <source>Open link…</source>
        <translation>打开链接…</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open the session</source>
        <translation>打开会话</translation>
    </message>
    <message>
        <source>Open the settings file</source>
        <translation>打开设置文件</translation>
    </message>
    <message>
        <source>Open this link on {host} in your browser?</source>
        <translation>在浏览器中打开 {host} 上的这个链接？</translation>
    </message>
    <message>
        <source>Order carried out</source>
        <translation>指令已执行</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>其他机器</translation>
    </message>
    <message>
        <source>Our hooks are taken out of {file}.</source>
        <translation>将从 {file} 中移除我们的钩子。</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Part of the window before</source>
        <translation>窗口的上一区域</translation>
    </message>
    <message>
        <source>Part of this message was never received.</source>
        <translation>这条消息的一部分从未收到。</translation>
    </message>
    <message>
        <source>Per project and per agent, and words in the output that call you.</source>
        <translation>按项目和智能体设置，以及输出中会提醒你的词。</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限被拒绝</translation>
    </message>
    <message>
        <source>Permission request</source>
        <translation>权限请求</translation>
    </message>
    <message>
        <source>Permission requested</source>
        <translation>请求权限</translation>
    </message>
    <message>
        <source>Permission settled</source>
        <translation>权限请求已处理</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Plan first</source>
        <translation>先规划</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Play: {what}</source>
        <translation>播放：{what}</translation>
    </message>
    <message>
        <source>Press Escape</source>
        <translation>按下 Esc</translation>
    </message>
    <message>
        <source>Presses Escape in {place}: stops at once.</source>
        <translation>在 {place} 中按下 Esc：立即停止。</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>Process gone</source>
        <translation>进程消失</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Prompt expanded</source>
        <translation>提示已展开</translation>
    </message>
    <message>
        <source>Prompt queued</source>
        <translation>提示已排队</translation>
    </message>
    <message>
        <source>Prompt sent</source>
        <translation>提示已发送</translation>
    </message>
    <message>
        <source>Prompt withdrawn</source>
        <translation>提示已撤回</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Put away: {title}</source>
        <translation>收起：{title}</translation>
    </message>
    <message>
        <source>Question answered</source>
        <translation>问题已回答</translation>
    </message>
    <message>
        <source>Question asked</source>
        <translation>提出问题</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Queued: {prompt}</source>
        <translation>已排队：{prompt}</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>静默</translation>
    </message>
    <message>
        <source>Quiet also while the desktop says so, where it can be read.</source>
        <translation>能读取桌面的勿扰状态时，也随之静默。</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>免打扰时段</translation>
    </message>
    <message>
        <source>Quiet until {time}</source>
        <translation>静默至 {time}</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Quit all the same</source>
        <translation>仍然退出</translation>
    </message>
    <message>
        <source>Rate limit</source>
        <translation>速率限制</translation>
    </message>
    <message>
        <source>Raw input of the selected record</source>
        <translation>所选记录的原始输入</translation>
    </message>
    <message>
        <source>Read the selected one</source>
        <translation>阅读所选会话</translation>
    </message>
    <message>
        <source>Read what it stands for</source>
        <translation>阅读其内容</translation>
    </message>
    <message>
        <source>Read what the span stands for</source>
        <translation>阅读该时段的内容</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Recent folders</source>
        <translation>最近的文件夹</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Records of this session, newest first</source>
        <translation>此会话的记录，最新的在前</translation>
    </message>
    <message>
        <source>Refuse and stop</source>
        <translation>拒绝并停止</translation>
    </message>
    <message>
        <source>Refuse without asking</source>
        <translation>直接拒绝，不询问</translation>
    </message>
    <message>
        <source>Refuses {what} and ends the turn at once.</source>
        <translation>拒绝 {what} 并立即结束本回合。</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove every session that is over from this machine&apos;s store, for good?</source>
        <translation>从本机存储中永久移除所有已结束的会话？</translation>
    </message>
    <message>
        <source>Remove hub {name}</source>
        <translation>移除中枢 {name}</translation>
    </message>
    <message>
        <source>Remove what is kept</source>
        <translation>移除保留的内容</translation>
    </message>
    <message>
        <source>Remove what is kept of this session…</source>
        <translation>移除此会话保留的内容…</translation>
    </message>
    <message>
        <source>Remove what is kept…</source>
        <translation>移除保留的内容…</translation>
    </message>
    <message>
        <source>Remove “{title}” from the store, for good?</source>
        <translation>从存储中永久移除“{title}”？</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Reply to it</source>
        <translation>回复它</translation>
    </message>
    <message>
        <source>Reply to this session…</source>
        <translation>回复此会话…</translation>
    </message>
    <message>
        <source>Reply, still being written</source>
        <translation>回复，仍在书写</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>请求被拒绝</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Rings all the same</source>
        <translation>照常提醒</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Rule matched</source>
        <translation>符合规则</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Say Hello first.</source>
        <translation>请先发送 Hello。</translation>
    </message>
    <message>
        <source>Say what it is to do.</source>
        <translation>请说明它要做什么。</translation>
    </message>
    <message>
        <source>Scroll; End stays with the newest</source>
        <translation>滚动；End 跟随最新内容</translation>
    </message>
    <message>
        <source>Search sessions and actions</source>
        <translation>搜索会话和操作</translation>
    </message>
    <message>
        <source>See every agent. Stop any of them.</source>
        <translation>看见每个智能体，停止任意一个。</translation>
    </message>
    <message>
        <source>Select a record to see what was received.</source>
        <translation>选择一条记录，查看收到的内容。</translation>
    </message>
    <message>
        <source>Select a session of the project first.</source>
        <translation>请先选择该项目的一个会话。</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select all, let go</source>
        <translation>全选、取消选择</translation>
    </message>
    <message>
        <source>Select from where you last clicked</source>
        <translation>从上次点击处开始选择</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Server error</source>
        <translation>服务器错误</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Session described</source>
        <translation>会话说明</translation>
    </message>
    <message>
        <source>Session ended</source>
        <translation>会话结束</translation>
    </message>
    <message>
        <source>Session ended · {why}</source>
        <translation>会话结束 · {why}</translation>
    </message>
    <message>
        <source>Session launched</source>
        <translation>会话启动</translation>
    </message>
    <message>
        <source>Session looked at</source>
        <translation>会话已查看</translation>
    </message>
    <message>
        <source>Session output</source>
        <translation>会话输出</translation>
    </message>
    <message>
        <source>Session resumed</source>
        <translation>会话恢复</translation>
    </message>
    <message>
        <source>Session started</source>
        <translation>会话开始</translation>
    </message>
    <message>
        <source>Session started ({how})</source>
        <translation>会话开始（{how}）</translation>
    </message>
    <message>
        <source>Session to session</source>
        <translation>会话之间</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Sessions heard from today, from their beginning on.</source>
        <translation>今天有动静的会话，从其开始算起。</translation>
    </message>
    <message>
        <source>Sessions there are not touched.</source>
        <translation>那里的会话不受影响。</translation>
    </message>
    <message>
        <source>Sessions whose process runs stay. The agents&apos; own transcripts are not touched. This cannot be undone.</source>
        <translation>进程仍在运行的会话会保留。智能体自己的对话记录不受影响。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>设置已更改</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Settled.</source>
        <translation>已处理。</translation>
    </message>
    <message>
        <source>Shift+arrows</source>
        <translation>Shift+方向键</translation>
    </message>
    <message>
        <source>Short movements</source>
        <translation>简短动画</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show Signalcabin</source>
        <translation>显示 Signalcabin</translation>
    </message>
    <message>
        <source>Show all ({count} characters)</source>
        <translation>显示全部（{count} 个字符）</translation>
    </message>
    <message>
        <source>Show all ({count} lines)</source>
        <translation>显示全部（{count} 行）</translation>
    </message>
    <message>
        <source>Show all ({count} more)</source>
        <translation>显示全部（还有 {count} 个）</translation>
    </message>
    <message>
        <source>Show all of the long lines</source>
        <translation>显示完整的长行</translation>
    </message>
    <message>
        <source>Show all of what is asked for, with both answers</source>
        <translation>显示请求的全部内容和两种回答</translation>
    </message>
    <message>
        <source>Show all · {count} more lines</source>
        <translation>显示全部 · 还有 {count} 行</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Show more ({count} left)</source>
        <translation>显示更多（还剩 {count} 个）</translation>
    </message>
    <message>
        <source>Show only failures</source>
        <translation>仅显示失败</translation>
    </message>
    <message>
        <source>Show only records with a text</source>
        <translation>仅显示含某文本的记录</translation>
    </message>
    <message>
        <source>Show only records with this text</source>
        <translation>仅显示含此文本的记录</translation>
    </message>
    <message>
        <source>Show or hide the timeline</source>
        <translation>显示或隐藏时间线</translation>
    </message>
    <message>
        <source>Show: {what}</source>
        <translation>显示：{what}</translation>
    </message>
    <message>
        <source>Signalcabin cannot ask this system for a key yet.</source>
        <translation>Signalcabin 还不能在此系统上申请快捷键。</translation>
    </message>
    <message>
        <source>Signalcabin runs below it</source>
        <translation>Signalcabin 在它之下运行</translation>
    </message>
    <message>
        <source>Signalcabin shows what your coding agents say and do, in whichever terminal you started them, calls you when one needs you, and stops it when you say so.</source>
        <translation>无论在哪个终端启动，Signalcabin 都会显示你的编程智能体在说什么、做什么；有智能体等待你时提醒你，并按你的指示停止它。</translation>
    </message>
    <message>
        <source>Signalcabin {version} is the newest there is.</source>
        <translation>Signalcabin {version} 已是最新版本。</translation>
    </message>
    <message>
        <source>Signalcabin {version} is there.</source>
        <translation>已有 Signalcabin {version}。</translation>
    </message>
    <message>
        <source>Signalcabin {version} is there: {news}</source>
        <translation>已有 Signalcabin {version}：{news}</translation>
    </message>
    <message>
        <source>Signalcabin: {counts}</source>
        <translation>Signalcabin：{counts}</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>没有动静</translation>
    </message>
    <message>
        <source>Silent after</source>
        <translation>无动静时限</translation>
    </message>
    <message>
        <source>Since {time}</source>
        <translation>自 {time} 起</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Snooze its session, mark it as seen</source>
        <translation>暂缓该会话的提醒、标为已读</translation>
    </message>
    <message>
        <source>Snooze this session</source>
        <translation>暂缓此会话的提醒</translation>
    </message>
    <message>
        <source>Snoozed until {time}</source>
        <translation>暂缓至 {time}</translation>
    </message>
    <message>
        <source>Snooze…</source>
        <translation>暂缓…</translation>
    </message>
    <message>
        <source>So long without a sign.</source>
        <translation>这么久没有任何动静。</translation>
    </message>
    <message>
        <source>Something else: {question}</source>
        <translation>其他：{question}</translation>
    </message>
    <message>
        <source>Something else…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Something is missing here: {why}</source>
        <translation>此处有缺失：{why}</translation>
    </message>
    <message>
        <source>Something went wrong here once. Its report never leaves by itself.</source>
        <translation>这里曾经出错。报告绝不会自行发出。</translation>
    </message>
    <message>
        <source>Something went wrong in the window: {kind}. A report lies in {path}</source>
        <translation>窗口出错：{kind}。报告位于 {path}</translation>
    </message>
    <message>
        <source>Something went wrong in the window: {kind}. The report could not be written ({why}).</source>
        <translation>窗口出错：{kind}。无法写入报告（{why}）。</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Span to span</source>
        <translation>时段之间</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>登录时启动</translation>
    </message>
    <message>
        <source>Start at login, in the tray</source>
        <translation>登录时启动到托盘</translation>
    </message>
    <message>
        <source>Started anew after /clear</source>
        <translation>/clear 之后重新开始</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Still running</source>
        <translation>仍在运行</translation>
    </message>
    <message>
        <source>Still running after {seconds} s</source>
        <translation>{seconds} 秒后仍在运行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n sessions</source>
        <comment>Stop %n session</comment>
        <translation>
            <numerusform>停止 %Ln 个会话</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>全部停止</translation>
    </message>
    <message>
        <source>Stop all in this project…</source>
        <translation>停止此项目中的所有会话…</translation>
    </message>
    <message>
        <source>Stop all in {folder}</source>
        <translation>停止 {folder} 中的全部</translation>
    </message>
    <message>
        <source>Stop all sessions</source>
        <translation>停止所有会话</translation>
    </message>
    <message>
        <source>Stop all sessions in {folder}</source>
        <translation>停止 {folder} 中的所有会话</translation>
    </message>
    <message>
        <source>Stop all sessions: show the list</source>
        <translation>停止所有会话：显示列表</translation>
    </message>
    <message>
        <source>Stop all sessions…</source>
        <translation>停止所有会话…</translation>
    </message>
    <message>
        <source>Stop all…</source>
        <translation>全部停止…</translation>
    </message>
    <message>
        <source>Stop armed</source>
        <translation>停止待命</translation>
    </message>
    <message>
        <source>Stop asked for ({level})</source>
        <translation>已请求停止（{level}）</translation>
    </message>
    <message>
        <source>Stop before the next tool</source>
        <translation>在下一个工具之前停止</translation>
    </message>
    <message>
        <source>Stop beyond a limit</source>
        <translation>超出限额时停止</translation>
    </message>
    <message>
        <source>Stop concluded</source>
        <translation>停止有结果</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>停止它</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Stop requested</source>
        <translation>请求停止</translation>
    </message>
    <message>
        <source>Stop them</source>
        <translation>停止它们</translation>
    </message>
    <message>
        <source>Stop this session</source>
        <translation>停止此会话</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopped after {seconds} s</source>
        <translation>{seconds} 秒后已停止</translation>
    </message>
    <message>
        <source>Stopped at once</source>
        <translation>已立即停止</translation>
    </message>
    <message>
        <source>Stopped by a hook</source>
        <translation>被钩子停止</translation>
    </message>
    <message>
        <source>Stopped by a hook: {why}</source>
        <translation>被钩子停止：{why}</translation>
    </message>
    <message>
        <source>Stopped: {evidence}</source>
        <translation>已停止：{evidence}</translation>
    </message>
    <message>
        <source>Stopping what was started here</source>
        <translation>正在停止从这里启动的会话</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stops before the next tool; the sentence being written still finishes.</source>
        <translation>在下一个工具之前停止；正在写的句子会写完。</translation>
    </message>
    <message>
        <source>Stops it once the question in the terminal is answered.</source>
        <translation>终端中的问题得到回答后停止它。</translation>
    </message>
    <message>
        <source>Stops its subagents ({names}) before their next tool.</source>
        <translation>在下一个工具之前停止其子智能体（{names}）。</translation>
    </message>
    <message>
        <source>Stops this turn before its next tool. The session stays open.</source>
        <translation>在下一个工具之前停止本回合，会话保持打开。</translation>
    </message>
    <message>
        <source>Store, logs, reports and backups: all lies in {folder}</source>
        <translation>存储、日志、报告和备份都位于 {folder}</translation>
    </message>
    <message>
        <source>Subagent</source>
        <translation>子智能体</translation>
    </message>
    <message>
        <source>Subagent finished</source>
        <translation>子智能体完成</translation>
    </message>
    <message>
        <source>Subagent started</source>
        <translation>子智能体启动</translation>
    </message>
    <message>
        <source>Surroundings changed</source>
        <translation>环境变更</translation>
    </message>
    <message>
        <source>Tab and Review shows all of it</source>
        <translation>按 Tab 再按“查看”可显示全部</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back what is queued</source>
        <translation>撤回已排队的提示</translation>
    </message>
    <message>
        <source>Take the hooks out</source>
        <translation>移除钩子</translation>
    </message>
    <message>
        <source>Taken back. It goes on.</source>
        <translation>已撤回，它继续工作。</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Task changed</source>
        <translation>任务变更</translation>
    </message>
    <message>
        <source>Task: {subject} · {state}</source>
        <translation>任务：{subject} · {state}</translation>
    </message>
    <message>
        <source>Teammate idle</source>
        <translation>队友空闲</translation>
    </message>
    <message>
        <source>Teammate {name} has nothing to do</source>
        <translation>队友 {name} 无事可做</translation>
    </message>
    <message>
        <source>Tells it to stop over its own stream: stops at once.</source>
        <translation>通过它自己的数据流通知停止：立即停止。</translation>
    </message>
    <message>
        <source>Text in the record…</source>
        <translation>记录中的文本…</translation>
    </message>
    <message>
        <source>That is no link to a session; one looks like {link}.</source>
        <translation>这不是会话链接；会话链接形如 {link}。</translation>
    </message>
    <message>
        <source>That is no message of the feed.</source>
        <translation>这不是数据流的消息。</translation>
    </message>
    <message>
        <source>The address for updates has to begin with https://.</source>
        <translation>更新地址必须以 https:// 开头。</translation>
    </message>
    <message>
        <source>The address is ws://127.0.0.1:PORT (a tunnel), or wss://HOST:PORT. Plain ws:// never leaves this machine.</source>
        <translation>地址应为 ws://127.0.0.1:PORT（隧道）或 wss://HOST:PORT。明文 ws:// 绝不离开本机。</translation>
    </message>
    <message>
        <source>The address leads away from https; it was not followed.</source>
        <translation>该地址会离开 https，因此没有跟随。</translation>
    </message>
    <message>
        <source>The address that is asked once a day for a newer version; you are told, nothing is fetched.</source>
        <translation>每天询问一次新版本的地址；只告诉你，不下载任何内容。</translation>
    </message>
    <message>
        <source>The agent is told so and goes on.</source>
        <translation>智能体会得知并继续。</translation>
    </message>
    <message>
        <source>The agent is told what you write and goes on.</source>
        <translation>智能体会得知你写的内容并继续。</translation>
    </message>
    <message>
        <source>The answer ends in the middle.</source>
        <translation>响应中途中断。</translation>
    </message>
    <message>
        <source>The answer grew too long</source>
        <translation>回答过长</translation>
    </message>
    <message>
        <source>The answer takes too long.</source>
        <translation>响应时间过长。</translation>
    </message>
    <message>
        <source>The cell is taken out.</source>
        <translation>单元格被删除。</translation>
    </message>
    <message>
        <source>The desktop did not agree.</source>
        <translation>桌面未同意。</translation>
    </message>
    <message>
        <source>The desktop does not answer: {why}</source>
        <translation>桌面没有响应：{why}</translation>
    </message>
    <message>
        <source>The desktop gave no key to it.</source>
        <translation>桌面没有为它分配按键。</translation>
    </message>
    <message>
        <source>The desktop refuses: {why}</source>
        <translation>桌面拒绝：{why}</translation>
    </message>
    <message>
        <source>The desktop took the shortcut back.</source>
        <translation>桌面收回了快捷键。</translation>
    </message>
    <message>
        <source>The exact change</source>
        <translation>确切的更改</translation>
    </message>
    <message>
        <source>The first nine; hold Ctrl</source>
        <translation>前九个；按住 Ctrl</translation>
    </message>
    <message>
        <source>The hub could not be started; `signalcabin hub` in a terminal shows why.</source>
        <translation>无法启动中枢；在终端运行 `signalcabin hub` 可查看原因。</translation>
    </message>
    <message>
        <source>The hub did not answer within {seconds} s.</source>
        <translation>中枢在 {seconds} 秒内没有响应。</translation>
    </message>
    <message>
        <source>The hub failed at this: {what}. Its log says more.</source>
        <translation>中枢执行失败：{what}。详情见其日志。</translation>
    </message>
    <message>
        <source>The hub goes on without the window, so that nothing is missed meanwhile.</source>
        <translation>窗口关闭后中枢继续运行，不会遗漏任何内容。</translation>
    </message>
    <message>
        <source>The hub is away.</source>
        <translation>中枢不在线。</translation>
    </message>
    <message>
        <source>The hub of this machine</source>
        <translation>本机的中枢</translation>
    </message>
    <message>
        <source>The hub was not added. {why}</source>
        <translation>未能添加中枢。{why}</translation>
    </message>
    <message>
        <source>The hub went away before it answered.</source>
        <translation>中枢在响应之前断开了。</translation>
    </message>
    <message>
        <source>The hub {name}</source>
        <translation>中枢 {name}</translation>
    </message>
    <message>
        <source>The hub {name} refuses this window: {why}</source>
        <translation>中枢 {name} 拒绝此窗口：{why}</translation>
    </message>
    <message>
        <source>The hub&apos;s answer was not understood: {error}</source>
        <translation>无法理解中枢的响应：{error}</translation>
    </message>
    <message>
        <source>The hub&apos;s token was stored ({where}) but cannot be read back. Unlock the keyring.</source>
        <translation>中枢的令牌已保存（{where}），但无法读回。请解锁密钥环。</translation>
    </message>
    <message>
        <source>The model could not be reached: attempt {attempt} of {most} failed.</source>
        <translation>无法连接模型：第 {attempt} 次尝试（共 {most} 次）失败。</translation>
    </message>
    <message>
        <source>The model could not be reached; asking again ({attempt} of {most}): {why}</source>
        <translation>无法连接模型，正在重试（第 {attempt} 次，共 {most} 次）：{why}</translation>
    </message>
    <message>
        <source>The model is overloaded</source>
        <translation>模型过载</translation>
    </message>
    <message>
        <source>The note about an update is from the future: is this machine&apos;s clock right?</source>
        <translation>更新通知的时间在未来：本机时钟正确吗？</translation>
    </message>
    <message>
        <source>The note about an update is not signed by who should have.</source>
        <translation>更新通知没有正确的签名。</translation>
    </message>
    <message>
        <source>The note about an update is older than one seen before.</source>
        <translation>更新通知比之前见过的更旧。</translation>
    </message>
    <message>
        <source>The note about an update is out of date: somebody holds a newer one back.</source>
        <translation>更新通知已过期：有人扣留了更新的通知。</translation>
    </message>
    <message>
        <source>The note about an update is signed, but is none this version can read.</source>
        <translation>更新通知已签名，但此版本无法读取。</translation>
    </message>
    <message>
        <source>The part of the desktop that gives shortcuts has ended.</source>
        <translation>桌面中提供快捷键的部分已结束。</translation>
    </message>
    <message>
        <source>The past of sessions on {hubs} is not known: that hub cannot tell it. What happens from now on is shown.</source>
        <translation>{hubs} 上会话的过去未知：该中枢无法提供。从现在起发生的会显示出来。</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>The process ({number}) is gone without a goodbye</source>
        <translation>进程（{number}）未告别就消失了</translation>
    </message>
    <message>
        <source>The public key that makes an answer believed.</source>
        <translation>用来验证响应的公钥。</translation>
    </message>
    <message>
        <source>The records cannot be read: {why}</source>
        <translation>无法读取记录：{why}</translation>
    </message>
    <message>
        <source>The report cannot be read: {why}.</source>
        <translation>无法读取报告：{why}。</translation>
    </message>
    <message>
        <source>The report is copied. Secrets of known shapes and your home folder&apos;s name are not in it.</source>
        <translation>报告已复制。其中不含已知形式的机密和你的主文件夹名。</translation>
    </message>
    <message>
        <source>The result is too large to send.</source>
        <translation>结果太大，无法发送。</translation>
    </message>
    <message>
        <source>The rule “{name}”</source>
        <translation>规则“{name}”</translation>
    </message>
    <message>
        <source>The selected session</source>
        <translation>所选会话</translation>
    </message>
    <message>
        <source>The server answers with {code}.</source>
        <translation>服务器返回 {code}。</translation>
    </message>
    <message>
        <source>The session is over.</source>
        <translation>会话已结束。</translation>
    </message>
    <message>
        <source>The settings file has “{key}” twice. {advice}</source>
        <translation>设置文件中有两个“{key}”。{advice}</translation>
    </message>
    <message>
        <source>The settings file holds no JSON object. {advice}</source>
        <translation>设置文件中没有 JSON 对象。{advice}</translation>
    </message>
    <message>
        <source>The settings file is larger than {most} bytes. Nothing was changed.</source>
        <translation>设置文件超过 {most} 字节。未做任何更改。</translation>
    </message>
    <message>
        <source>The settings file is no valid JSON: {why}. {advice}</source>
        <translation>设置文件不是有效的 JSON：{why}。{advice}</translation>
    </message>
    <message>
        <source>The settings file is not UTF-8 (byte {place}). {advice}</source>
        <translation>设置文件不是 UTF-8（第 {place} 字节）。{advice}</translation>
    </message>
    <message>
        <source>The store takes {size} MB.</source>
        <translation>存储占用 {size} MB。</translation>
    </message>
    <message>
        <source>Their processes end with all they started. Sessions at rest are touched, too.</source>
        <translation>结束它们的进程及其启动的一切。空闲的会话也会受影响。</translation>
    </message>
    <message>
        <source>Their turns stop; the sessions stay open. Only those at work are touched.</source>
        <translation>停止它们的回合，会话保持打开。只影响工作中的会话。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Then bring its port here, for example:</source>
        <translation>然后把它的端口转到这里，例如：</translation>
    </message>
    <message>
        <source>There is no command.</source>
        <translation>没有命令。</translation>
    </message>
    <message>
        <source>There is no record {number}.</source>
        <translation>没有第 {number} 条记录。</translation>
    </message>
    <message>
        <source>There is no session bus to ask.</source>
        <translation>没有可用的会话总线。</translation>
    </message>
    <message>
        <source>There is no session {name} here.</source>
        <translation>这里没有会话 {name}。</translation>
    </message>
    <message>
        <source>There is no such session.</source>
        <translation>没有这个会话。</translation>
    </message>
    <message>
        <source>There is none: {why}</source>
        <translation>没有：{why}</translation>
    </message>
    <message>
        <source>They live as long as the hub, and that would end with the window. Kept running, it goes on with them in the background and is found again at the next start.</source>
        <translation>它们与中枢同存亡，而中枢会随窗口结束。若让中枢继续运行，它会带着这些会话在后台继续，下次启动时可重新找到。</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>This desktop offers no global shortcuts to programs.</source>
        <translation>此桌面不向程序提供全局快捷键。</translation>
    </message>
    <message>
        <source>This hub does not know that command, or not with those values.</source>
        <translation>此中枢不认识该命令，或不接受这些值。</translation>
    </message>
    <message>
        <source>This hub does not know the command {command}.</source>
        <translation>此中枢不认识命令 {command}。</translation>
    </message>
    <message>
        <source>This hub is no longer looked at.</source>
        <translation>已不再查看此中枢。</translation>
    </message>
    <message>
        <source>This hub speaks protocol {ours}, not {yours}. Update the older of the two.</source>
        <translation>此中枢使用协议 {ours}，而不是 {yours}。请更新较旧的一方。</translation>
    </message>
    <message>
        <source>This is what will run. Esc leaves it as it was asked.</source>
        <translation>这就是将要运行的内容。按 Esc 保持原请求。</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>此列表</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>本页</translation>
    </message>
    <message>
        <source>Those that ended longer ago leave the store. The agents&apos; own files are not touched.</source>
        <translation>更早结束的会话会移出存储。智能体自己的文件不受影响。</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Thought written</source>
        <translation>思考写完</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Timeline menu</source>
        <translation>时间线菜单</translation>
    </message>
    <message>
        <source>To the raw input of the record</source>
        <translation>转到记录的原始输入</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Tokens of a day</source>
        <translation>每日 token</translation>
    </message>
    <message>
        <source>Tokens of a session</source>
        <translation>会话 token</translation>
    </message>
    <message>
        <source>Too long to be read here. Choose it where the agent runs.</source>
        <translation>太长，无法在此阅读。请在智能体运行处选择。</translation>
    </message>
    <message>
        <source>Too many orders are under way.</source>
        <translation>进行中的指令太多。</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Tool batch finished</source>
        <translation>一批工具完成</translation>
    </message>
    <message>
        <source>Tool call finished</source>
        <translation>工具调用完成</translation>
    </message>
    <message>
        <source>Tool call started</source>
        <translation>工具调用开始</translation>
    </message>
    <message>
        <source>Tray icon</source>
        <translation>托盘图标</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Trying again every few seconds.</source>
        <translation>每隔几秒重试一次。</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>回合</translation>
    </message>
    <message>
        <source>Turn failed</source>
        <translation>回合失败</translation>
    </message>
    <message>
        <source>Turn finished</source>
        <translation>回合完成</translation>
    </message>
    <message>
        <source>Turn interrupted</source>
        <translation>回合中断</translation>
    </message>
    <message>
        <source>Turn started</source>
        <translation>回合开始</translation>
    </message>
    <message>
        <source>Type the first prompt in its terminal.</source>
        <translation>请在其终端中输入第一个提示。</translation>
    </message>
    <message>
        <source>US dollars</source>
        <translation>美元</translation>
    </message>
    <message>
        <source>Unfold all subagents</source>
        <translation>展开所有子智能体</translation>
    </message>
    <message>
        <source>Unfold {what}</source>
        <translation>展开 {what}</translation>
    </message>
    <message>
        <source>Unknown error</source>
        <translation>未知错误</translation>
    </message>
    <message>
        <source>Unrecognized</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>Until {hour}:00 in the morning</source>
        <translation>到早上 {hour}:00</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Usage reported</source>
        <translation>用量报告</translation>
    </message>
    <message>
        <source>Waiting for a person</source>
        <translation>等待人处理</translation>
    </message>
    <message>
        <source>Ways to allow</source>
        <translation>允许方式</translation>
    </message>
    <message>
        <source>Ways to deny</source>
        <translation>拒绝方式</translation>
    </message>
    <message>
        <source>Ways to stop</source>
        <translation>停止方式</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What called you</source>
        <translation>提醒列表</translation>
    </message>
    <message>
        <source>What came is no note about an update.</source>
        <translation>收到的不是更新通知。</translation>
    </message>
    <message>
        <source>What came is too large to be a note about an update.</source>
        <translation>收到的内容太大，不是更新通知。</translation>
    </message>
    <message>
        <source>What colours and shapes mean</source>
        <translation>颜色和形状的含义</translation>
    </message>
    <message>
        <source>What colours and shapes mean, and what can be done here</source>
        <translation>颜色和形状的含义，以及可在此执行的操作</translation>
    </message>
    <message>
        <source>What colours, shapes and keys mean</source>
        <translation>颜色、形状和按键的含义</translation>
    </message>
    <message>
        <source>What is asked for</source>
        <translation>请求的内容</translation>
    </message>
    <message>
        <source>What is kept of sessions on this machine.</source>
        <translation>本机保留的会话内容。</translation>
    </message>
    <message>
        <source>What is said then appears here, word by word.</source>
        <translation>之后所说的会逐字显示在这里。</translation>
    </message>
    <message>
        <source>What is shown of the session</source>
        <translation>显示会话的哪一部分</translation>
    </message>
    <message>
        <source>What is told about updates cannot be kept: {why}.</source>
        <translation>无法保存更新信息：{why}。</translation>
    </message>
    <message>
        <source>What it did before and after</source>
        <translation>之前和之后做了什么</translation>
    </message>
    <message>
        <source>What it did before, after</source>
        <translation>之前、之后做了什么</translation>
    </message>
    <message>
        <source>What it is to do</source>
        <translation>它要做什么</translation>
    </message>
    <message>
        <source>What says more in the logs; prompts and outputs stay out of them unless you raise a topic.</source>
        <translation>哪些内容在日志中记得更详细；除非你提高某个主题，提示和输出不会写入日志。</translation>
    </message>
    <message>
        <source>What the agent is told</source>
        <translation>告诉智能体的话</translation>
    </message>
    <message>
        <source>What the agent sent, as it was received</source>
        <translation>智能体发送的内容，按收到时的原样</translation>
    </message>
    <message>
        <source>What the window speaks, from its next start on.</source>
        <translation>窗口使用的语言，下次启动时生效。</translation>
    </message>
    <message>
        <source>What was chosen for this agent and folder before.</source>
        <translation>沿用此智能体和文件夹之前的选择。</translation>
    </message>
    <message>
        <source>What was made of it and stored</source>
        <translation>由此生成并保存的内容</translation>
    </message>
    <message>
        <source>What was said in it is not kept here.</source>
        <translation>这里没有保留其对话内容。</translation>
    </message>
    <message>
        <source>What will run</source>
        <translation>将要运行的内容</translation>
    </message>
    <message>
        <source>When a limit of yours was passed.</source>
        <translation>超出你设定的限额时。</translation>
    </message>
    <message>
        <source>When a session at work has given no sign for long.</source>
        <translation>工作中的会话长时间没有动静时。</translation>
    </message>
    <message>
        <source>When a session has failed, and why.</source>
        <translation>会话失败时，及其原因。</translation>
    </message>
    <message>
        <source>When a session has finished its turn.</source>
        <translation>会话完成一个回合时。</translation>
    </message>
    <message>
        <source>When a session waits for an answer.</source>
        <translation>会话等待回答时。</translation>
    </message>
    <message>
        <source>When a stop you ordered has taken effect.</source>
        <translation>你下达的停止已生效时。</translation>
    </message>
    <message>
        <source>When output matches one of your rules.</source>
        <translation>输出符合你的某条规则时。</translation>
    </message>
    <message>
        <source>When the same tool call failed so often in a row.</source>
        <translation>同一工具调用连续失败这么多次时。</translation>
    </message>
    <message>
        <source>When the store is larger, the sessions that ended longest ago go first.</source>
        <translation>存储超出时，最早结束的会话最先移除。</translation>
    </message>
    <message>
        <source>Where it works</source>
        <translation>工作文件夹</translation>
    </message>
    <message>
        <source>Where it works; a folder can be dropped here</source>
        <translation>工作文件夹；可将文件夹拖到这里</translation>
    </message>
    <message>
        <source>Where its agent tells what it costs.</source>
        <translation>以其智能体提供的费用为准。</translation>
    </message>
    <message>
        <source>Whether anything in the window moves.</source>
        <translation>窗口中是否有动画。</translation>
    </message>
    <message>
        <source>While it was quiet</source>
        <translation>静默期间</translation>
    </message>
    <message>
        <source>While the hub was away</source>
        <translation>中枢不在线期间</translation>
    </message>
    <message>
        <source>While you were away</source>
        <translation>你离开期间</translation>
    </message>
    <message>
        <source>White on black, with stronger edges.</source>
        <translation>黑底白字，边缘更清晰。</translation>
    </message>
    <message>
        <source>Who signs updates</source>
        <translation>更新的签名者</translation>
    </message>
    <message>
        <source>Why not: what the agent is told</source>
        <translation>原因：告诉智能体的话</translation>
    </message>
    <message>
        <source>Wider list of sessions</source>
        <translation>加宽会话列表</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Window and hub</source>
        <translation>窗口与中枢</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>工作中</translation>
    </message>
    <message>
        <source>Works whichever program has the keyboard. It opens the list of what would be stopped; nothing stops before you agree.</source>
        <translation>无论哪个程序占用键盘都有效。它会打开将被停止的会话列表；在你同意之前什么也不会停止。</translation>
    </message>
    <message>
        <source>Worktree created</source>
        <translation>工作树已创建</translation>
    </message>
    <message>
        <source>Worktree removed</source>
        <translation>工作树已移除</translation>
    </message>
    <message>
        <source>Write the first prompt below.</source>
        <translation>请在下方写下第一个提示。</translation>
    </message>
    <message>
        <source>Write this change</source>
        <translation>写入此更改</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>书写</translation>
    </message>
    <message>
        <source>Wrong token.</source>
        <translation>令牌错误。</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>You are told when it has used more, cached ones included.</source>
        <translation>用量超出时告诉你，包括缓存的 token。</translation>
    </message>
    <message>
        <source>Your own words</source>
        <translation>用你自己的话</translation>
    </message>
    <message>
        <source>[picture not loaded: {what}]</source>
        <translation>[未加载图片：{what}]</translation>
    </message>
    <message>
        <source>`update_key` is no Ed25519 public key in base64: without one nothing can be believed.</source>
        <translation>`update_key` 不是 base64 编码的 Ed25519 公钥：没有它就无法信任任何内容。</translation>
    </message>
    <message>
        <source>a group of {event}</source>
        <translation>{event} 的一组</translation>
    </message>
    <message>
        <source>a hook of {event}</source>
        <translation>{event} 的一个钩子</translation>
    </message>
    <message>
        <source>a menu of tmux is open in it ({mode})</source>
        <translation>其中打开了 tmux 菜单（{mode}）</translation>
    </message>
    <message>
        <source>a new prompt came before the stop could act; it was let through</source>
        <translation>停止生效前来了新的提示，已放行</translation>
    </message>
    <message>
        <source>a permission was refused, but it did not come to rest</source>
        <translation>已拒绝一项权限，但它没有停下</translation>
    </message>
    <message>
        <source>a prompt has 1 to {most} characters</source>
        <translation>提示的长度应为 1 到 {most} 个字符</translation>
    </message>
    <message>
        <source>a question needs an answer: choose one, give it where the agent runs, or deny it</source>
        <translation>问题需要回答：请选择一个、在智能体运行处回答，或拒绝</translation>
    </message>
    <message>
        <source>a task</source>
        <translation>一项任务</translation>
    </message>
    <message>
        <source>a tool</source>
        <translation>一个工具</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>all quiet</source>
        <translation>一切安静</translation>
    </message>
    <message>
        <source>allow {tool}?</source>
        <translation>允许 {tool}？</translation>
    </message>
    <message>
        <source>allow “{what}”?</source>
        <translation>允许“{what}”？</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>已允许</translation>
    </message>
    <message>
        <source>allowed here</source>
        <translation>已在此允许</translation>
    </message>
    <message>
        <source>already {outcome}</source>
        <translation>已经{outcome}</translation>
    </message>
    <message>
        <source>an array</source>
        <translation>数组</translation>
    </message>
    <message>
        <source>an edited input is an object, and says (by its digest) what it was made from</source>
        <translation>编辑后的输入必须是对象，并（以摘要）说明来自哪个输入</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>another program is in front of it there</source>
        <translation>那里有另一个程序在前台</translation>
    </message>
    <message>
        <source>answered elsewhere</source>
        <translation>已在别处回答</translation>
    </message>
    <message>
        <source>answered in own words</source>
        <translation>以自己的话回答</translation>
    </message>
    <message>
        <source>approve the plan?</source>
        <translation>批准计划？</translation>
    </message>
    <message>
        <source>arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>asks a question</source>
        <translation>提出问题</translation>
    </message>
    <message>
        <source>asks about its plan</source>
        <translation>询问其计划</translation>
    </message>
    <message>
        <source>asks for permission</source>
        <translation>请求权限</translation>
    </message>
    <message>
        <source>at rest</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>away</source>
        <translation>不在线</translation>
    </message>
    <message>
        <source>background</source>
        <translation>后台</translation>
    </message>
    <message>
        <source>belongs to another user</source>
        <translation>属于另一用户</translation>
    </message>
    <message>
        <source>cell {cell}</source>
        <translation>单元格 {cell}</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>cleared</source>
        <translation>已清空</translation>
    </message>
    <message>
        <source>closed by you</source>
        <translation>由你关闭</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>compacting…</source>
        <translation>正在压缩…</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>dd MMM</source>
        <comment>day and month, as short as can be</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>dd MMM HH:mm:ss</source>
        <comment>day, month and time</comment>
        <translation>M月d日 HH:mm:ss</translation>
    </message>
    <message>
        <source>ddd dd MMM</source>
        <comment>day of the week, day, month</comment>
        <translation>M月d日 ddd</translation>
    </message>
    <message>
        <source>ddd dd MMM yyyy, HH:mm:ss</source>
        <extracomment>Day of the week, day, month, year and time, in Qt&apos;s letters (QDateTime::toString).</extracomment>
        <translation>yyyy年M月d日 ddd HH:mm:ss</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>denied</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>denied here</source>
        <translation>已在此拒绝</translation>
    </message>
    <message>
        <source>desktop {age}</source>
        <translation>桌面 {age}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>drag  Shift+← →</source>
        <translation>拖动  Shift+← →</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>ended · {reason}</source>
        <translation>已结束 · {reason}</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>error output</source>
        <translation>错误输出</translation>
    </message>
    <message>
        <source>every {tool}</source>
        <translation>每次 {tool}</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>exit {code}</source>
        <translation>退出码 {code}</translation>
    </message>
    <message>
        <source>expanded</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message numerus="yes">
        <source>failed %n times in a row</source>
        <comment>failed %n time in a row</comment>
        <translation>
            <numerusform>连续失败 %Ln 次</numerusform>
        </translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>first {files}</source>
        <translation>前 {files}</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source>from line {number}</source>
        <translation>从第 {number} 行起</translation>
    </message>
    <message>
        <source>gone, and its number belongs to another process now</source>
        <translation>已不在，其进程号现属于另一进程</translation>
    </message>
    <message>
        <source>handed over when the turn it is in ends</source>
        <translation>当前回合结束时交给它</translation>
    </message>
    <message>
        <source>held for as long as the agent allows</source>
        <translation>已保留到智能体允许的最长时间</translation>
    </message>
    <message>
        <source>hook</source>
        <translation>钩子</translation>
    </message>
    <message>
        <source>hook {age}</source>
        <translation>钩子 {age}</translation>
    </message>
    <message>
        <source>hooks cost {duration} p95</source>
        <translation>钩子耗时 {duration} p95</translation>
    </message>
    <message>
        <source>hub</source>
        <translation>中枢</translation>
    </message>
    <message>
        <source>hub {age}</source>
        <translation>中枢 {age}</translation>
    </message>
    <message>
        <source>hub · {name}</source>
        <translation>中枢 · {name}</translation>
    </message>
    <message>
        <source>hub · {name} · away since {when}</source>
        <translation>中枢 · {name} · 自 {when} 起不在线</translation>
    </message>
    <message>
        <source>hub · {name} · catching up</source>
        <translation>中枢 · {name} · 正在追上</translation>
    </message>
    <message>
        <source>hub · {name} · connecting…</source>
        <translation>中枢 · {name} · 正在连接…</translation>
    </message>
    <message>
        <source>hub · {name} · refused: {reason}</source>
        <translation>中枢 · {name} · 被拒绝：{reason}</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>in background</source>
        <translation>在后台</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>in the keyring (`keyring get {service} {user}` shows it)</source>
        <translation>在密钥环中（`keyring get {service} {user}` 可显示）</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>位于 {folder}</translation>
    </message>
    <message>
        <source>in {where}</source>
        <translation>在 {where}</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>it asks for no permission held here</source>
        <translation>它没有请求保留在此的权限</translation>
    </message>
    <message>
        <source>it asks for no permission that is held here</source>
        <translation>它没有请求保留在此的权限</translation>
    </message>
    <message>
        <source>it came to rest by itself before the stop could act</source>
        <translation>停止生效前它已自行停下</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>它没有响应</translation>
    </message>
    <message>
        <source>it does not say that it works</source>
        <translation>它没有表示正在工作</translation>
    </message>
    <message>
        <source>it does not work now: {status}</source>
        <translation>它现在没有工作：{status}</translation>
    </message>
    <message>
        <source>it has ended</source>
        <translation>它已结束</translation>
    </message>
    <message>
        <source>it rests and nothing waits to wake it: handed over when its next turn ends</source>
        <translation>它处于空闲且无从唤醒：下一回合结束时交给它</translation>
    </message>
    <message>
        <source>it runs in no terminal</source>
        <translation>它不在任何终端中运行</translation>
    </message>
    <message>
        <source>it runs in no terminal of tmux</source>
        <translation>它不在 tmux 的终端中运行</translation>
    </message>
    <message>
        <source>it runs in print mode, which takes no keys</source>
        <translation>它以打印模式运行，不接受按键</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>它没有输出任何内容</translation>
    </message>
    <message>
        <source>it said something that is no feed message</source>
        <translation>它发来的不是数据流的消息</translation>
    </message>
    <message>
        <source>it stays in tmux&apos;s copy mode</source>
        <translation>它停留在 tmux 的复制模式</translation>
    </message>
    <message>
        <source>it used no tool</source>
        <translation>它没有使用工具</translation>
    </message>
    <message>
        <source>it was not launched from here</source>
        <translation>它不是从这里启动的</translation>
    </message>
    <message>
        <source>it was told to stop over its own stream</source>
        <translation>已通过它自己的数据流通知停止</translation>
    </message>
    <message>
        <source>it was told to stop over its own stream, but it did not come to rest</source>
        <translation>已通过它自己的数据流通知停止，但它没有停下</translation>
    </message>
    <message>
        <source>it went on to its next tool and no hook of it is heard: connect the agent, or end its process</source>
        <translation>它继续到了下一个工具，且没有收到它的钩子消息：请连接智能体，或结束其进程</translation>
    </message>
    <message>
        <source>its answer was not understood: {error}</source>
        <translation>无法理解其响应：{error}</translation>
    </message>
    <message>
        <source>its hook took the message, but it has not woken: handed over when its next turn ends, if not before</source>
        <translation>它的钩子已收到消息，但它还没有醒来：最迟在下一回合结束时交给它</translation>
    </message>
    <message>
        <source>its input is switched off</source>
        <translation>其输入已关闭</translation>
    </message>
    <message>
        <source>its keys go to other panes too (synchronize-panes is on)</source>
        <translation>其按键也会发往其他窗格（synchronize-panes 已开启）</translation>
    </message>
    <message>
        <source>its log cannot be read ({why})</source>
        <translation>无法读取其日志（{why}）</translation>
    </message>
    <message>
        <source>its own output {age}</source>
        <translation>其自身输出 {age}</translation>
    </message>
    <message>
        <source>its process belongs to another user</source>
        <translation>其进程属于另一用户</translation>
    </message>
    <message>
        <source>its process has ended</source>
        <translation>其进程已结束</translation>
    </message>
    <message>
        <source>its process is gone</source>
        <translation>其进程已不在</translation>
    </message>
    <message>
        <source>its process is gone or not known for certain</source>
        <translation>其进程已不在，或无法确定</translation>
    </message>
    <message>
        <source>its process is not known</source>
        <translation>其进程未知</translation>
    </message>
    <message>
        <source>its process runs another session now</source>
        <translation>其进程现在运行另一会话</translation>
    </message>
    <message>
        <source>its process runs another session now and was left alone</source>
        <translation>其进程现在运行另一会话，未作处理</translation>
    </message>
    <message>
        <source>its prompt is back in the input box</source>
        <translation>其提示已退回输入框</translation>
    </message>
    <message>
        <source>its relay did not wait</source>
        <translation>其中继没有等待</translation>
    </message>
    <message>
        <source>its relay went away</source>
        <translation>其中继已断开</translation>
    </message>
    <message>
        <source>its start time is not known, so it could be another process</source>
        <translation>其启动时间未知，可能是另一个进程</translation>
    </message>
    <message>
        <source>its subagents were stopped: {names}</source>
        <translation>其子智能体已停止：{names}</translation>
    </message>
    <message>
        <source>its terminal is no pane of tmux</source>
        <translation>其终端不是 tmux 窗格</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>left by its user</source>
        <translation>由用户退出</translation>
    </message>
    <message>
        <source>lines {first}–{last}</source>
        <translation>第 {first}–{last} 行</translation>
    </message>
    <message>
        <source>lines {first}–{last} of {all}</source>
        <translation>第 {first}–{last} 行，共 {all} 行</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>logged out</source>
        <translation>已登出</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>needs you</source>
        <translation>等待你</translation>
    </message>
    <message>
        <source>needs your input</source>
        <translation>等待你的输入</translation>
    </message>
    <message>
        <source>needs your permission</source>
        <translation>等待你的许可</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>new file</source>
        <translation>新文件</translation>
    </message>
    <message>
        <source>new text</source>
        <translation>新文本</translation>
    </message>
    <message>
        <source>newer news came</source>
        <translation>有了更新的消息</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>no hook of it is heard: connect the agent first</source>
        <translation>没有收到它的钩子消息：请先连接智能体</translation>
    </message>
    <message>
        <source>no hub</source>
        <translation>没有中枢</translation>
    </message>
    <message>
        <source>no hub is running</source>
        <translation>没有运行中的中枢</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>no longer armed, end its process to be sure</source>
        <translation>不再待命；为确保停止，请结束其进程</translation>
    </message>
    <message>
        <source>no process</source>
        <translation>没有进程</translation>
    </message>
    <message>
        <source>no process is known for this session</source>
        <translation>此会话没有已知的进程</translation>
    </message>
    <message>
        <source>no process of it is left, or none is known</source>
        <translation>它没有剩余进程，或进程未知</translation>
    </message>
    <message>
        <source>no such request is held here</source>
        <translation>这里没有保留这样的请求</translation>
    </message>
    <message>
        <source>no such session</source>
        <translation>没有这个会话</translation>
    </message>
    <message>
        <source>nobody saw its end</source>
        <translation>未见其结束</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not a process to signal</source>
        <translation>不是可发信号的进程</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>未获允许</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>尚未查看</translation>
    </message>
    <message>
        <source>not signalled: {why}</source>
        <translation>未发送信号：{why}</translation>
    </message>
    <message>
        <source>not signed in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>nothing is known of the session</source>
        <translation>对该会话一无所知</translation>
    </message>
    <message>
        <source>nothing stands</source>
        <translation>没有未处理的提醒</translation>
    </message>
    <message>
        <source>nothing was done: {why}</source>
        <translation>未做任何操作：{why}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>number {number}</source>
        <translation>编号 {number}</translation>
    </message>
    <message>
        <source>outcome unknown</source>
        <translation>结果未知</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation>过载</translation>
    </message>
    <message>
        <source>path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>pattern</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>process gone</source>
        <translation>进程已不在</translation>
    </message>
    <message>
        <source>process gone (pid {pid})</source>
        <translation>进程已不在（pid {pid}）</translation>
    </message>
    <message>
        <source>process runs on</source>
        <translation>进程仍在运行</translation>
    </message>
    <message>
        <source>process table</source>
        <translation>进程表</translation>
    </message>
    <message>
        <source>process was gone already</source>
        <translation>进程早已不在</translation>
    </message>
    <message>
        <source>process {age}</source>
        <translation>进程 {age}</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>quiet until {time}</source>
        <translation>静默至 {time}</translation>
    </message>
    <message>
        <source>rate limit</source>
        <translation>速率限制</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>registry</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>registry {age}</source>
        <translation>登记 {age}</translation>
    </message>
    <message>
        <source>released</source>
        <translation>已放行</translation>
    </message>
    <message>
        <source>replaying</source>
        <translation>正在重放</translation>
    </message>
    <message>
        <source>resets {time}</source>
        <translation>{time} 重置</translation>
    </message>
    <message>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>已查看</translation>
    </message>
    <message>
        <source>seen by you</source>
        <translation>你已查看</translation>
    </message>
    <message>
        <source>seen, still waits</source>
        <translation>已查看，仍在等待</translation>
    </message>
    <message>
        <source>sent at once</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>server error</source>
        <translation>服务器错误</translation>
    </message>
    <message>
        <source>session ended</source>
        <translation>会话已结束</translation>
    </message>
    <message>
        <source>several may be chosen</source>
        <translation>可多选</translation>
    </message>
    <message>
        <source>shared with others</source>
        <translation>与其他进程共用</translation>
    </message>
    <message>
        <source>shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>已登出</translation>
    </message>
    <message>
        <source>silent: do not disturb</source>
        <translation>静默：勿扰</translation>
    </message>
    <message>
        <source>silent: quiet hours</source>
        <translation>静默：免打扰时段</translation>
    </message>
    <message>
        <source>silent: snoozed</source>
        <translation>静默：已暂缓</translation>
    </message>
    <message>
        <source>silent: switched off</source>
        <translation>静默：已关闭</translation>
    </message>
    <message>
        <source>silent: the hub was away</source>
        <translation>静默：中枢不在线</translation>
    </message>
    <message>
        <source>since {when}</source>
        <translation>自 {when} 起</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>taken back before it acted</source>
        <translation>生效前已撤回</translation>
    </message>
    <message>
        <source>task {number}</source>
        <translation>任务 {number}</translation>
    </message>
    <message>
        <source>that suggestion is not understood here</source>
        <translation>无法理解该建议</translation>
    </message>
    <message>
        <source>the agent ended</source>
        <translation>智能体已结束</translation>
    </message>
    <message>
        <source>the answer was meant for another input</source>
        <translation>该回答是针对另一个输入的</translation>
    </message>
    <message>
        <source>the conversation itself rests</source>
        <translation>对话本身处于空闲</translation>
    </message>
    <message>
        <source>the conversation itself rests, and Escape does not reach its subagents</source>
        <translation>对话本身处于空闲，Esc 无法到达其子智能体</translation>
    </message>
    <message>
        <source>the first {size} of {all}</source>
        <translation>共 {all}，显示前 {size}</translation>
    </message>
    <message>
        <source>the hub cannot read its store</source>
        <translation>中枢无法读取其存储</translation>
    </message>
    <message>
        <source>the hub closed the connection</source>
        <translation>中枢关闭了连接</translation>
    </message>
    <message>
        <source>the hub could not be started: {why}</source>
        <translation>无法启动中枢：{why}</translation>
    </message>
    <message>
        <source>the hub could not tell</source>
        <translation>中枢无法判断</translation>
    </message>
    <message>
        <source>the hub ended with code {code}: {log}</source>
        <translation>中枢已结束，退出码 {code}：{log}</translation>
    </message>
    <message>
        <source>the hub was closed</source>
        <translation>中枢已关闭</translation>
    </message>
    <message>
        <source>the hub was closed before it acted</source>
        <translation>生效前中枢已关闭</translation>
    </message>
    <message>
        <source>the hub was restarted</source>
        <translation>中枢已重启</translation>
    </message>
    <message>
        <source>the hub was restarted before it acted</source>
        <translation>生效前中枢已重启</translation>
    </message>
    <message>
        <source>the hub&apos;s answer was not understood: {error}</source>
        <translation>无法理解中枢的响应：{error}</translation>
    </message>
    <message>
        <source>the permission it asked for was refused and its turn ended</source>
        <translation>已拒绝它请求的权限并结束其回合</translation>
    </message>
    <message>
        <source>the process is gone</source>
        <translation>进程已不在</translation>
    </message>
    <message>
        <source>the process runs on</source>
        <translation>进程仍在运行</translation>
    </message>
    <message>
        <source>the session ended</source>
        <translation>会话已结束</translation>
    </message>
    <message>
        <source>the session is ending</source>
        <translation>会话正在结束</translation>
    </message>
    <message>
        <source>the session was not started from here, so nothing can be sent to it</source>
        <translation>会话不是从这里启动的，因此无法向它发送</translation>
    </message>
    <message>
        <source>the system refused: {why}</source>
        <translation>系统拒绝：{why}</translation>
    </message>
    <message>
        <source>the turn was ended before the next tool</source>
        <translation>已在下一个工具之前结束本回合</translation>
    </message>
    <message>
        <source>the turn was ended; a new prompt was given since</source>
        <translation>本回合已结束，之后又有了新的提示</translation>
    </message>
    <message>
        <source>there are no such terminals on this system</source>
        <translation>此系统上没有这样的终端</translation>
    </message>
    <message>
        <source>there is no such session</source>
        <translation>没有这个会话</translation>
    </message>
    <message>
        <source>there is no such suggestion</source>
        <translation>没有这个建议</translation>
    </message>
    <message>
        <source>there is no way to</source>
        <translation>没有可用的方式</translation>
    </message>
    <message>
        <source>thinking…</source>
        <translation>正在思考…</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>times</source>
        <translation>次</translation>
    </message>
    <message>
        <source>tmux did not take the key</source>
        <translation>tmux 没有接受按键</translation>
    </message>
    <message>
        <source>tmux is not installed</source>
        <translation>未安装 tmux</translation>
    </message>
    <message>
        <source>tmux pane {number} ({where})</source>
        <translation>tmux 窗格 {number}（{where}）</translation>
    </message>
    <message>
        <source>today {tokens}</source>
        <translation>今天 {tokens}</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>transcript</source>
        <translation>对话记录</translation>
    </message>
    <message>
        <source>transcript {age}</source>
        <translation>对话记录 {age}</translation>
    </message>
    <message>
        <source>turn ended</source>
        <translation>回合已结束</translation>
    </message>
    <message>
        <source>turns</source>
        <translation>回合</translation>
    </message>
    <message>
        <source>unknown agent</source>
        <translation>未知智能体</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>未知错误</translation>
    </message>
    <message>
        <source>unknown source {age}</source>
        <translation>未知来源 {age}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>waits for you</source>
        <translation>等待你</translation>
    </message>
    <message>
        <source>waits {age}</source>
        <extracomment>How long a request has been waiting: &quot;waits 40 s&quot;.</extracomment>
        <translation>已等待 {age}</translation>
    </message>
    <message>
        <source>wakes it now; it reads the message as a note, not as an approval</source>
        <translation>现在唤醒它；它会把消息当作附注，而不是批准</translation>
    </message>
    <message>
        <source>was not working: {status}</source>
        <translation>原本没有在工作：{status}</translation>
    </message>
    <message>
        <source>was told to stop over its own stream</source>
        <translation>已通过它自己的数据流通知停止</translation>
    </message>
    <message>
        <source>went on</source>
        <translation>已继续</translation>
    </message>
    <message>
        <source>will stop before the next tool</source>
        <translation>将在下一个工具之前停止</translation>
    </message>
    <message>
        <source>will stop before the next tool, if its hooks are in place: none was heard yet</source>
        <translation>若其钩子已就位，将在下一个工具之前停止：目前还没有收到任何钩子消息</translation>
    </message>
    <message>
        <source>will stop its subagents ({names}) before their next tool</source>
        <translation>将在下一个工具之前停止其子智能体（{names}）</translation>
    </message>
    <message>
        <source>will stop once the question in the terminal is answered</source>
        <translation>终端中的问题得到回答后将停止</translation>
    </message>
    <message>
        <source>working</source>
        <translation>工作中</translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>正在书写…</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>you read too slowly: what waited for you was dropped</source>
        <translation>读取太慢：等待发送的内容已丢弃</translation>
    </message>
    <message>
        <source>{agent} cannot be launched from here.</source>
        <translation>无法从这里启动 {agent}。</translation>
    </message>
    <message>
        <source>{agent} holds no hooks of ours; there is nothing to change.</source>
        <translation>{agent} 中没有我们的钩子，无需更改。</translation>
    </message>
    <message>
        <source>{agent} is connected already; there is nothing to change.</source>
        <translation>{agent} 已连接，无需更改。</translation>
    </message>
    <message>
        <source>{agent} is connected. New sessions appear by themselves; running ones with their next step.</source>
        <translation>{agent} 已连接。新会话会自动出现，运行中的会话在下一步出现。</translation>
    </message>
    <message>
        <source>{agent} is disconnected; its settings are as they were.</source>
        <translation>{agent} 已断开，其设置已恢复原样。</translation>
    </message>
    <message>
        <source>{agent} is not connected: its words come late, and no lever waits at its next tool.</source>
        <translation>{agent} 未连接：它的内容会延迟到达，也无法在下一个工具处停止它。</translation>
    </message>
    <message>
        <source>{agent} is not installed here (no program found). Install it, then try again.</source>
        <translation>本机未安装 {agent}（找不到程序）。请安装后再试。</translation>
    </message>
    <message>
        <source>{agent} is not installed here (no program of it was found).</source>
        <translation>本机未安装 {agent}（找不到其程序）。</translation>
    </message>
    <message>
        <source>{agent}&apos;s version is unknown ({problem}). Only events it knows may be registered.</source>
        <translation>{agent} 的版本未知（{problem}）。只能注册它认识的事件。</translation>
    </message>
    <message>
        <source>{age} ago</source>
        <translation>{age}前</translation>
    </message>
    <message>
        <source>{amount} so far; your limit is {limit}.</source>
        <translation>目前 {amount}；你的限额是 {limit}。</translation>
    </message>
    <message>
        <source>{amount} today; your limit is {limit}.</source>
        <translation>今天 {amount}；你的限额是 {limit}。</translation>
    </message>
    <message>
        <source>{amount} tokens</source>
        <translation>{amount} token</translation>
    </message>
    <message>
        <source>{count} background task(s) of it go on</source>
        <translation>它的 {count} 个后台任务仍在继续</translation>
    </message>
    <message>
        <source>{count} launched sessions are running already.</source>
        <translation>已有 {count} 个启动的会话在运行。</translation>
    </message>
    <message>
        <source>{count} processes below ({names})</source>
        <translation>其下 {count} 个进程（{names}）</translation>
    </message>
    <message>
        <source>{count} prompts are queued already</source>
        <translation>已有 {count} 个提示在排队</translation>
    </message>
    <message>
        <source>{count} queued: {prompts}</source>
        <translation>{count} 个已排队：{prompts}</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} token</translation>
    </message>
    <message>
        <source>{count} tool calls were refused, but it did not come to rest</source>
        <translation>已拒绝 {count} 次工具调用，但它没有停下</translation>
    </message>
    <message>
        <source>{done} of {all} done</source>
        <translation>已完成 {done}/{all}</translation>
    </message>
    <message>
        <source>{duration} so far</source>
        <translation>至今 {duration}</translation>
    </message>
    <message>
        <source>{ended} of {below} processes below it ended</source>
        <translation>其下 {below} 个进程中有 {ended} 个已结束</translation>
    </message>
    <message>
        <source>{error} Look at the change again.</source>
        <translation>{error}请重新查看更改。</translation>
    </message>
    <message>
        <source>{field}, in {unit}</source>
        <translation>{field}，单位：{unit}</translation>
    </message>
    <message>
        <source>{field}: {count} in the settings file</source>
        <translation>{field}：设置文件中有 {count} 项</translation>
    </message>
    <message>
        <source>{field}: {value}</source>
        <translation>{field}：{value}</translation>
    </message>
    <message>
        <source>{file} cannot be read ({why}). Remove it, then try again.</source>
        <translation>无法读取 {file}（{why}）。请将其移除后再试。</translation>
    </message>
    <message>
        <source>{file} cannot be read ({why}); the defaults are used and the file is left alone.</source>
        <translation>无法读取 {file}（{why}）；使用默认设置，不改动该文件。</translation>
    </message>
    <message>
        <source>{file} cannot be removed: {why}.</source>
        <translation>无法移除 {file}：{why}。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation>无法写入 {file}：{why}。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}. Free some space or fix its rights.</source>
        <translation>无法写入 {file}：{why}。请腾出空间或修正其权限。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}. Your choice holds until you quit.</source>
        <translation>无法写入 {file}：{why}。你的选择在退出前有效。</translation>
    </message>
    <message>
        <source>{file} is laid out in a way that cannot be changed safely. Edit it by hand.</source>
        <translation>{file} 的格式无法安全更改。请手动编辑。</translation>
    </message>
    <message>
        <source>{file}: {key} cannot be used ({why}); its default is taken.</source>
        <translation>{file}：{key} 无法使用（{why}）；采用默认值。</translation>
    </message>
    <message>
        <source>{file}: {key} is not a setting of this version; it is kept but does nothing.</source>
        <translation>{file}：{key} 不是此版本的设置；会保留但不起作用。</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>{first}; {second}</source>
        <translation>{first}；{second}</translation>
    </message>
    <message>
        <source>{folder} is being changed by another Signalcabin. Try again.</source>
        <translation>另一个 Signalcabin 正在更改 {folder}。请再试。</translation>
    </message>
    <message>
        <source>{folder} is not a folder on this machine.</source>
        <translation>{folder} 不是本机上的文件夹。</translation>
    </message>
    <message>
        <source>{folder} is not writable for you. Change its rights, or edit the file yourself.</source>
        <translation>你无法写入 {folder}。请更改其权限，或自行编辑该文件。</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{hub} could not be asked: {why}</source>
        <translation>无法询问{hub}：{why}</translation>
    </message>
    <message>
        <source>{kind}, failure</source>
        <translation>{kind}，失败</translation>
    </message>
    <message>
        <source>{level}: under way…</source>
        <translation>{level}：进行中…</translation>
    </message>
    <message>
        <source>{lever} is no lever of level {level}: {known}.</source>
        <translation>{lever} 不是 {level} 级的手段：{known}。</translation>
    </message>
    <message>
        <source>{mark} stands where a secret was hidden: allow it unchanged, or change it where the agent runs</source>
        <translation>{mark} 处隐藏了机密：请原样允许，或在智能体运行处修改</translation>
    </message>
    <message>
        <source>{matches} in {files}</source>
        <extracomment>&quot;3 matches&quot;, &quot;2 files&quot;</extracomment>
        <translation>{files}中 {matches}</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 等另外 {count} 个</translation>
    </message>
    <message>
        <source>{names} of this turn runs on</source>
        <translation>本回合的 {names} 仍在运行</translation>
    </message>
    <message>
        <source>{name} failed</source>
        <translation>{name} 失败</translation>
    </message>
    <message>
        <source>{name} finished</source>
        <translation>{name} 已完成</translation>
    </message>
    <message>
        <source>{name} is no number in JSON.</source>
        <translation>{name} 不是 JSON 数字。</translation>
    </message>
    <message>
        <source>{name} is over its limit</source>
        <translation>{name} 超出限额</translation>
    </message>
    <message>
        <source>{name} is silent</source>
        <translation>{name} 没有动静</translation>
    </message>
    <message>
        <source>{name} needs you</source>
        <translation>{name} 等待你</translation>
    </message>
    <message>
        <source>{name} said what you wait for</source>
        <translation>{name} 说出了你在等的内容</translation>
    </message>
    <message>
        <source>{name} stopped</source>
        <translation>{name} 已停止</translation>
    </message>
    <message>
        <source>{name} tries the same in vain</source>
        <translation>{name} 反复尝试同一操作未果</translation>
    </message>
    <message>
        <source>{name}: {rule}</source>
        <translation>{name}：{rule}</translation>
    </message>
    <message>
        <source>{number} KB</source>
        <translation>{number} KB</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} MB</translation>
    </message>
    <message>
        <source>{number} d</source>
        <comment>days</comment>
        <translation>{number} 天</translation>
    </message>
    <message>
        <source>{number} h</source>
        <translation>{number} 小时</translation>
    </message>
    <message>
        <source>{number} h ago</source>
        <translation>{number} 小时前</translation>
    </message>
    <message>
        <source>{number} in the background</source>
        <translation>后台 {number} 个</translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation>{number} 分钟</translation>
    </message>
    <message>
        <source>{number} min ago</source>
        <translation>{number} 分钟前</translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation>{number} 毫秒</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} 秒</translation>
    </message>
    <message>
        <source>{number} s ago</source>
        <translation>{number} 秒前</translation>
    </message>
    <message>
        <source>{outcome}: {evidence}</source>
        <extracomment>What came of a stop, and how that is known: &quot;Stopped after 0.4 s: the process is gone&quot;.</extracomment>
        <translation>{outcome}：{evidence}</translation>
    </message>
    <message>
        <source>{path} (which is {target})</source>
        <translation>{path}（即 {target}）</translation>
    </message>
    <message>
        <source>{path} cannot be changed: {why}. It is as it was before.</source>
        <translation>无法更改 {path}：{why}。它保持原样。</translation>
    </message>
    <message>
        <source>{path} has {count} hard links: the other names keep the old content.</source>
        <translation>{path} 有 {count} 个硬链接：其他名称保留旧内容。</translation>
    </message>
    <message>
        <source>{path} is larger than 8 MB: that is no settings file. Look at it first.</source>
        <translation>{path} 超过 8 MB：不是设置文件。请先检查它。</translation>
    </message>
    <message>
        <source>{path} is not a file. Move it out of the way, then try again.</source>
        <translation>{path} 不是文件。请将其移开后再试。</translation>
    </message>
    <message>
        <source>{path} is read-only. Make it writable (chmod u+w), then try again.</source>
        <translation>{path} 是只读的。请设为可写（chmod u+w）后再试。</translation>
    </message>
    <message>
        <source>{path} was changed by someone else in the meantime.</source>
        <translation>{path} 在此期间被他人更改。</translation>
    </message>
    <message>
        <source>{pattern} in {where}</source>
        <extracomment>What is searched for and where.</extracomment>
        <translation>在 {where} 中查找 {pattern}</translation>
    </message>
    <message>
        <source>{place} of {all}</source>
        <translation>{place} / {all}</translation>
    </message>
    <message>
        <source>{place} of {all}+</source>
        <comment>more is being found</comment>
        <translation>{place} / {all}+</translation>
    </message>
    <message>
        <source>{process} runs on</source>
        <translation>{process} 仍在运行</translation>
    </message>
    <message>
        <source>{process} was left alone (it serves others too)</source>
        <translation>{process} 未作处理（它也服务于其他进程）</translation>
    </message>
    <message>
        <source>{program} --version did not answer within {seconds} s</source>
        <translation>{program} --version 在 {seconds} 秒内没有响应</translation>
    </message>
    <message>
        <source>{program} --version told no version</source>
        <translation>{program} --version 没有给出版本</translation>
    </message>
    <message>
        <source>{program} cannot be started: {why}</source>
        <translation>无法启动 {program}：{why}</translation>
    </message>
    <message>
        <source>{program} cannot be started: {why}.</source>
        <translation>无法启动 {program}：{why}。</translation>
    </message>
    <message>
        <source>{records}, looking further…</source>
        <translation>{records}，继续查找…</translation>
    </message>
    <message>
        <source>{rule} is not used: it is longer than {most} characters.</source>
        <translation>未使用{rule}：超过 {most} 个字符。</translation>
    </message>
    <message>
        <source>{rule} is not used: the library google-re2 is not installed.</source>
        <translation>未使用{rule}：未安装 google-re2 库。</translation>
    </message>
    <message>
        <source>{rule} is not used: {why}.</source>
        <translation>未使用{rule}：{why}。</translation>
    </message>
    <message>
        <source>{sentence} ({count} hubs are away)</source>
        <translation>{sentence}（{count} 个中枢不在线）</translation>
    </message>
    <message>
        <source>{sentence}.</source>
        <translation>{sentence}。</translation>
    </message>
    <message>
        <source>{server} asks: {message}</source>
        <translation>{server} 询问：{message}</translation>
    </message>
    <message>
        <source>{server} was answered: {action}</source>
        <translation>已回答 {server}：{action}</translation>
    </message>
    <message>
        <source>{session} needs you: {doing}</source>
        <translation>{session} 等待你：{doing}</translation>
    </message>
    <message>
        <source>{shown} of {all}</source>
        <translation>{shown} / {all}</translation>
    </message>
    <message>
        <source>{side} of record {number}</source>
        <translation>记录 {number} 的{side}</translation>
    </message>
    <message>
        <source>{since} to {until}</source>
        <translation>{since} 至 {until}</translation>
    </message>
    <message>
        <source>{source} {ago}</source>
        <extracomment>Where a status is known from, and since when: &quot;hook 3 s ago&quot;.</extracomment>
        <translation>{source} {ago}</translation>
    </message>
    <message>
        <source>{state}, new</source>
        <translation>{state}，新增</translation>
    </message>
    <message>
        <source>{state}, was {former}</source>
        <translation>{state}，原为{former}</translation>
    </message>
    <message>
        <source>{status} {age}</source>
        <extracomment>A status and for how long: &quot;Working 12 s&quot;.</extracomment>
        <translation>{status} {age}</translation>
    </message>
    <message>
        <source>{status}: {doing}</source>
        <translation>{status}：{doing}</translation>
    </message>
    <message>
        <source>{status}: {reason}</source>
        <translation>{status}：{reason}</translation>
    </message>
    <message>
        <source>{text}… ({count} characters)</source>
        <extracomment>The beginning of a long text, and how long it is.</extracomment>
        <translation>{text}…（{count} 个字符）</translation>
    </message>
    <message>
        <source>{title} needs you: {doing}</source>
        <translation>{title} 等待你：{doing}</translation>
    </message>
    <message>
        <source>{title}: {doing}</source>
        <translation>{title}：{doing}</translation>
    </message>
    <message>
        <source>{tokens} in</source>
        <translation>输入 {tokens}</translation>
    </message>
    <message>
        <source>{tokens} out</source>
        <translation>输出 {tokens}</translation>
    </message>
    <message>
        <source>{tokens} read from cache</source>
        <translation>缓存读取 {tokens}</translation>
    </message>
    <message>
        <source>{tokens} written to cache</source>
        <translation>缓存写入 {tokens}</translation>
    </message>
    <message>
        <source>{what} ({bytes})</source>
        <translation>{what}（{bytes}）</translation>
    </message>
    <message>
        <source>{what} everywhere</source>
        <translation>在所有项目中{what}</translation>
    </message>
    <message>
        <source>{what} in this folder, for you</source>
        <translation>仅为你在此文件夹中{what}</translation>
    </message>
    <message>
        <source>{what} in this project, for everybody</source>
        <translation>为所有人在此项目中{what}</translation>
    </message>
    <message>
        <source>{what} in this session</source>
        <translation>在此会话中{what}</translation>
    </message>
    <message>
        <source>{what} within {seconds} s</source>
        <translation>{seconds} 秒内{what}</translation>
    </message>
    <message>
        <source>{what}, {place} of {all}</source>
        <translation>{what}，第 {place} 个，共 {all} 个</translation>
    </message>
    <message>
        <source>{what}: copied</source>
        <extracomment>Said aloud; {what} is what the button was called (&quot;Copy path&quot;).</extracomment>
        <translation>{what}：已复制</translation>
    </message>
    <message>
        <source>{what}: {more}</source>
        <translation>{what}：{more}</translation>
    </message>
    <message>
        <source>{why}, {count} lost</source>
        <translation>{why}，丢失 {count} 个</translation>
    </message>
    <message>
        <source>“{policy}” is on in this file: no hook runs until it is off.</source>
        <translation>此文件中“{policy}”已开启：关闭之前不会运行任何钩子。</translation>
    </message>
    <message>
        <source>“{text}” is no quiet time; one is “22:00-07:00” or “Sat,Sun 00:00-24:00”.</source>
        <translation>“{text}”不是免打扰时段；例如“22:00-07:00”或“Sat,Sun 00:00-24:00”。</translation>
    </message>
    <message>
        <source>… and {count} more characters</source>
        <translation>… 还有 {count} 个字符</translation>
    </message>
    <message>
        <source>… and {count} more characters that are not shown here</source>
        <translation>… 还有 {count} 个字符未在此显示</translation>
    </message>
    <message>
        <source>… at least {count} more lines</source>
        <translation>… 至少还有 {count} 行</translation>
    </message>
    <message>
        <source>… more lines than can be shown: fold something</source>
        <translation>… 行数过多，无法全部显示：请折叠一些</translation>
    </message>
    <message>
        <source>… nested too deeply to show; copying gives it</source>
        <translation>… 嵌套过深，无法显示；可通过复制获得</translation>
    </message>
    <message>
        <source>… {count} characters left out …</source>
        <translation>… 省略 {count} 个字符 …</translation>
    </message>
    <message>
        <source>… {count} more</source>
        <translation>… 还有 {count} 个</translation>
    </message>
    <message>
        <source>… {count} more characters</source>
        <translation>… 还有 {count} 个字符</translation>
    </message>
    <message>
        <source>… {count} more characters; copying gives everything</source>
        <translation>… 还有 {count} 个字符；复制可获得全部</translation>
    </message>
    <message>
        <source>↓ latest</source>
        <translation>↓ 最新</translation>
    </message>
    <message>
        <source>↓ latest ({count})</source>
        <translation>↓ 最新（{count}）</translation>
    </message>
</context>
</TS>
