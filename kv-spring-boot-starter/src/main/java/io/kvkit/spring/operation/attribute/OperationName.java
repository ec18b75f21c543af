package io.kvkit.spring.operation.attribute;

import io.kvkit.spring.OperationSite;
import java.util.regex.Pattern;

/** The rules for the names of operations. */
final class OperationName {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    // The records and meters of KvClient's own recipes use this name.
    private static final String OF_THE_CLIENT = "client";

    private OperationName() {}

    /** Returns the name if it is valid. */
    static String checked(OperationSite site, String name) {
        if (!NAME.matcher(name).matches()) {
            throw site.error(
                    "name",
                    name,
                    "it is not a valid name",
                    "Use 1 to 64 letters, digits, dots, underscores or hyphens, as in name = \"products\"");
        }
        if (name.equals(OF_THE_CLIENT)) {
            throw site.error("name", name, "the calls of KvClient have this name", "Choose another name");
        }
        return name;
    }
}
