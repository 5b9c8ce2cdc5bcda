package io.shearwater.cli;

import io.shearwater.api.Models;
import io.shearwater.learning.ModelVersion;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which version of which model: {@code fraud} for the newest, {@code fraud/3}, or {@code fraud@champion} for an alias. */
record ModelName(String text, Matcher parts) {
    private static final Pattern FORM = Pattern.compile("([^/@]+)(?:/(\\d{1,9})|@(.+))?");

    /** The name without a version. */
    String name() {
        return parts.group(1);
    }

    /** The version that is meant. */
    ModelVersion find(Models models) {
        if (parts.group(2) != null) {
            return models.model(name(), Integer.parseInt(parts.group(2)));
        }
        return parts.group(3) != null ? models.aliased(name(), parts.group(3)) : models.model(name());
    }

    /** Reads it from an argument. */
    static final class Converter implements ITypeConverter<ModelName> {
        @Override
        public ModelName convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text
                        + "' is no model: write fraud, fraud/3 for a version, or fraud@champion for an alias");
            }
            return new ModelName(text, matcher);
        }
    }
}
