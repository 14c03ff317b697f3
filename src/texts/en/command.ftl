# The command line: what every command shares.

command-about = Svilpe: report wrongdoing without revealing who you are
command-about-officer = For officers: fetch, open and answer reports on your own computer
command-about-intake = For operators: the server that receives reports
command-usage = Usage:
command-commands = Commands
command-options = Options
command-arg-help = Say how the command is used
command-error = error:
command-hint = hint:

command-unknown = There is no command “{ $what }”.
    .hint = Add --help to see the commands.
command-missing = A command is missing.
    .hint = Add --help to see the commands.
command-unknown-argument = There is no option “{ $what }” here.
    .hint = Add --help to see what the command takes.
command-missing-argument = { $what } is missing.
    .hint = Add --help to see what the command takes.
command-bad-value = The value for { $what } can't be used.
    .hint = Add --help to see what the command takes.
command-twice = { $what } can be given only once.
    .hint = Leave one of them out.
command-not-understood = The command line can't be understood.
    .hint = Add --help to see how the command is used.

command-not-an-address = “{ $text }” is not a server's address.
    .hint = Write it like { $example }, with an onion's name in its place, or like unix:/path/to.sock.
command-in-clear = Nothing is sent to “{ $text }”: everyone in between could read along.
    .hint = Use the server's onion address with --proxy { $proxy }, or an address on this computer.
command-needs-proxy = “{ $text }” is an onion, and no proxy is given.
    .hint = Start Tor and add --proxy { $proxy }.
command-needs-no-proxy = A Unix socket is on this computer: a proxy can't reach it.
    .hint = Leave --proxy out.
command-not-a-proxy = “{ $text }” is not a proxy that can be used.
    .hint = Write { $proxy }: a port on this computer, names looked up by the proxy.
command-cannot-reach = { $server } can't be reached: { $why }.
    .hint = Check that the server runs, that Tor does, and that the address is right; then run the command again.
command-stalled = { $server } was silent for a minute.
    .hint = Run the command again: it goes on where it stopped.
command-cut-off = The connection to { $server } broke.
    .hint = Run the command again: it goes on where it stopped.
command-something-else = What answers at { $server } is not the officers' side of a Svilpe server, or it is damaged.
    .hint = Check the address and port. The reporters' address is another one.
command-output = The result can't be written: { $why }.
    .hint = Check where the output goes.
command-no-runtime = The system does not let this program start: { $why }.
    .hint = Close other programs and try again.

command-told = { $what }.
    .hint = { $hint }.
