package io.shearwater.wire;

import io.shearwater.model.Field;
import org.jspecify.annotations.Nullable;

/** Single values as texts of JSON, for protocols that have no form of their own for lists, structs and maps. */
public final class ValueText {
    private ValueText() {}

    /**
     * The value of a field.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST where it is no JSON or not of the field's type, TOO_LARGE
     */
    public static @Nullable Object read(Field field, String json) {
        return ValueParser.readAny(field, WireJson.parse(json, WireJson.LONGEST));
    }

    /** A value as JSON. */
    public static String write(@Nullable Object value) {
        return ValueParser.write(value).toString();
    }
}
