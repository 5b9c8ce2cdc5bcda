package io.shearwater.cli;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The help of the command line itself, which lists commands that were not built: their names and descriptions are enough.
 * Without lambdas, as {@link ShearwaterCommand} is.
 */
final class ListHelp extends Help {
    private static final int INDENT = 2;

    private final Map<String, String> mentions;

    /** @param mentions the description of each command by its name, in the order of the list */
    ListHelp(CommandSpec root, ColorScheme colours, Map<String, String> mentions) {
        super(root, colours);
        this.mentions = mentions;
    }

    @Override
    protected Text createDetailedSynopsisCommandText() {
        return colorScheme().text(" " + commandSpec().usageMessage().synopsisSubcommandLabel());
    }

    @Override
    public String commandListHeading(Object... parameters) {
        return createHeading(commandSpec().usageMessage().commandListHeading(), parameters);
    }

    @Override
    public String commandList() {
        int longest = 0;
        for (String name : mentions.keySet()) {
            longest = Math.max(longest, name.length());
        }
        int names = longest + INDENT;
        int width = commandSpec().usageMessage().width();
        TextTable table = TextTable.forColumns(
                colorScheme(),
                new Column(names, INDENT, Column.Overflow.SPAN),
                new Column(width - names, INDENT, Column.Overflow.WRAP));
        for (Map.Entry<String, String> mention : mentions.entrySet()) {
            table.addRowValues(
                    colorScheme().commandText(mention.getKey()), colorScheme().text(mention.getValue()));
        }
        return table.toString();
    }

    /** Makes this the help of the root, and the library's that of the commands. */
    static final class Factory implements IHelpFactory {
        private final Supplier<Map<String, String>> mentions;

        /** @param mentions as the help's; not asked for where no list is shown */
        Factory(Supplier<Map<String, String>> mentions) {
            this.mentions = mentions;
        }

        @Override
        public Help create(CommandSpec command, ColorScheme colours) {
            return command.parent() == null
                    ? new ListHelp(command, colours, mentions.get())
                    : new Help(command, colours);
        }
    }
}
