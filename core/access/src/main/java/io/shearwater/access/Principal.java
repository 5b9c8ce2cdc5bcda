package io.shearwater.access;

import io.shearwater.model.Names;
import java.util.regex.Pattern;

/** Who somebody is. Two principals are the same if their texts are. */
public sealed interface Principal {
    /** How it is written in definitions and in the log; {@link #parse} reads it. */
    String text();

    /**
     * A person.
     *
     * @param name an e-mail address or what an identity provider calls them: 1 to 200 visible ASCII characters, which neither begin
     *     with {@code service:} nor are {@code operator}
     */
    record User(String name) implements Principal {
        private static final Pattern NAME = Pattern.compile("[!-~]{1,200}");

        public User {
            if (!NAME.matcher(name).matches() || name.startsWith(SERVICE) || name.equals(OPERATOR)) {
                throw AccessError.BAD_REQUEST.because(
                        "'" + Words.shown(name) + "' cannot be the name of a user: take an e-mail"
                                + " address or a subject, 1 to 200 visible ASCII characters; '" + OPERATOR
                                + "' and what begins with '" + SERVICE + "' are reserved.");
            }
        }

        @Override
        public String text() {
            return name;
        }

        @Override
        public String toString() {
            return "user '" + name + "'";
        }
    }

    /** A program that works for one project, and can be a member of that one only. */
    record ServiceAccount(String project, String name) implements Principal {
        public ServiceAccount {
            Names.check("service account", name);
        }

        @Override
        public String text() {
            return SERVICE + project + "/" + name;
        }

        @Override
        public String toString() {
            return "service account '" + name + "'";
        }
    }

    /** Who runs the process: has the rights of an administrator, and is a member of no project. */
    record Operator() implements Principal {
        @Override
        public String text() {
            return OPERATOR;
        }

        @Override
        public String toString() {
            return "operator";
        }
    }

    String OPERATOR = "operator";
    String SERVICE = "service:";

    /**
     * Reads what {@link #text} writes.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST, BAD_NAME
     */
    static Principal parse(String text) {
        if (text.equals(OPERATOR)) {
            return new Operator();
        }
        if (!text.startsWith(SERVICE)) {
            return new User(text);
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw AccessError.BAD_REQUEST.because(
                    "'" + Words.shown(text) + "' is no service account: write " + SERVICE + "<project>/<name>.");
        }
        return new ServiceAccount(text.substring(SERVICE.length(), slash), text.substring(slash + 1));
    }
}
