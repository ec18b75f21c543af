package io.kvkit.spring.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Classifies bodies by their content type. */
public final class BodyType {

    private BodyType() {}

    /** Returns whether a body with the content type holds the fields of a form. */
    public static boolean isForm(@Nullable String contentType) {
        return startsWith(contentType, "application/x-www-form-urlencoded");
    }

    /** Returns whether a body with the content type consists of parts. */
    public static boolean isMultipart(@Nullable String contentType) {
        return startsWith(contentType, "multipart/");
    }

    private static boolean startsWith(@Nullable String contentType, String start) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(start);
    }
}
