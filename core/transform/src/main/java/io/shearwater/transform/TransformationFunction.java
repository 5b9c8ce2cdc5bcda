package io.shearwater.transform;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public static method of a public class as a transformation: its parameters are columns, its result is one column, or
 * several if it is a record. It is called for every row without boxing what is primitive.
 *
 * <p>A parameter {@code cardExpiryDate} is the column {@code card_expiry_date}, unless {@link FromColumn} says another; columns
 * named in the call win over both. Where a parameter's value is null, the result is null and the method is not called, unless
 * the parameter is a boxed type, an {@code Optional} or annotated {@code @Nullable}. A parameter of the type
 * {@link io.shearwater.model.ColumnStatistics} gets the statistics of that column in the training data: such a function is
 * for feature views alone.
 *
 * <p>The method must be pure: no clock, no random numbers, no state, nothing but its parameters.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TransformationFunction {
    /** The name under which it is registered; the method's in snake case unless given. */
    String name() default "";

    /** The version of its meaning; another body needs another version. */
    int version() default 1;

    /** The names of its outputs; the function's name, or the components of the record, unless given. */
    String[] outputs() default {};

    /** Inputs that are left out of the result. */
    String[] drops() default {};

    /** A vectorised form of the same function, which must agree with this one in every bit; none unless given. */
    Class<? extends Transformation> vectorised() default Transformation.class;
}
