package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;

/** Calls a function for each row. */
interface RowLoop {
    /**
     * Calls it.
     *
     * @param strict the columns where a null makes the result null without a call
     * @param out takes the result of every row
     */
    void run(Column[] in, Column[] strict, int rows, ColumnBuilder[] out);

    /**
     * A loop over a body of the type {@code (Column[], int, ColumnBuilder[])void}. Each has a class of its own in which the body
     * is a constant, so that it is compiled together with the loop, as if somebody had written the two in one method.
     */
    static RowLoop over(MethodHandle body) {
        try {
            MethodHandles.Lookup own = MethodHandles.lookup();
            Class<?> loop = own.defineHiddenClassWithClassData(Template.bytes(), body, true)
                    .lookupClass();
            return (RowLoop) loop.getDeclaredConstructor().newInstance();
        } catch (InstantiationException
                | IllegalAccessException
                | NoSuchMethodException
                | InvocationTargetException impossible) {
            throw new IllegalStateException("a loop could not be made", impossible);
        }
    }

    /** The class of which every loop is a copy. */
    final class Template implements RowLoop {
        private static final MethodHandle BODY = body();

        Template() {}

        private static MethodHandle body() {
            try {
                return MethodHandles.classData(MethodHandles.lookup(), "_", MethodHandle.class);
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        static byte[] bytes() {
            String name = Template.class.getName();
            String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
            try (InputStream in = Template.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("the class " + name + " is not beside itself");
                }
                return in.readAllBytes();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void run(Column[] in, Column[] strict, int rows, ColumnBuilder[] out) {
            for (int row = 0; row < rows; row++) {
                if (anyNull(strict, row)) {
                    for (ColumnBuilder column : out) {
                        column.appendNull();
                    }
                } else {
                    call(in, row, out);
                }
            }
        }

        private static boolean anyNull(Column[] strict, int row) {
            for (Column column : strict) {
                if (column.isNull(row)) {
                    return true;
                }
            }
            return false;
        }

        private static void call(Column[] in, int row, ColumnBuilder[] out) {
            try {
                BODY.invokeExact(in, row, out);
            } catch (ShearwaterException known) {
                throw known;
            } catch (Error failure) {
                throw failure;
            } catch (Throwable failure) {
                throw new RowFailure(row, failure);
            }
        }
    }

    /** A function threw an exception. */
    final class RowFailure extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int row;

        RowFailure(int row, Throwable cause) {
            super(cause);
            this.row = row;
        }

        int row() {
            return row;
        }
    }
}
