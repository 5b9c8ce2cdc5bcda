package io.shearwater.cli;

import io.shearwater.evaluation.Check;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a check: {@code pr_auc>=0.5}, {@code log_loss<=0.1@region} for each region, {@code recall~0.1@region} for no more between regions. */
final class CheckConverter implements ITypeConverter<Check> {
    private static final Pattern FORM = Pattern.compile("([\\w@]+?)\\s*(>=|<=|~)\\s*([-+.\\deE]+)(?:@(\\w+))?");

    @Override
    public Check convert(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || (form.group(2).equals("~") && form.group(4) == null)) {
            throw new TypeConversionException(
                    "'" + text + "' is no check: write pr_auc>=0.5, log_loss<=0.1@region for each"
                            + " region, or recall~0.1@region where regions may differ by no more");
        }
        Check.Rule rule = switch (form.group(2)) {
            case ">=" -> Check.Rule.AT_LEAST;
            case "<=" -> Check.Rule.AT_MOST;
            default -> Check.Rule.WITHIN;
        };
        try {
            return new Check(
                    form.group(1), rule, Double.parseDouble(form.group(3)), Optional.ofNullable(form.group(4)));
        } catch (NumberFormatException noNumber) {
            throw FileOptions.refused("'" + form.group(3) + "' in '" + text + "' is no number", noNumber);
        }
    }
}
