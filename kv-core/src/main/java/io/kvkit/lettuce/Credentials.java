package io.kvkit.lettuce;

import org.jspecify.annotations.Nullable;

/**
 * What to log in with. The text form shows no password.
 *
 * @param username whom to log in as; null for the default user
 * @param password the password; null for none
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
