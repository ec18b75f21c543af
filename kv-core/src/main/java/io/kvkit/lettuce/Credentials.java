package io.kvkit.lettuce;

import org.jspecify.annotations.Nullable;

/**
 * The credentials of a user. The text form contains no password.
 *
 * @param username the name of the user; null for the default user
 * @param password the password; null for none
 * @since 0.1
 */
public record Credentials(
        @Nullable String username, @Nullable String password) {

    /** No login. */
    public static final Credentials NONE = new Credentials(null, null);

    @Override
    public String toString() {
        return "Credentials[username=" + username + "]";
    }
}
