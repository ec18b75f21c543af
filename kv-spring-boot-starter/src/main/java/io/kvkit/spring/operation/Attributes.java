package io.kvkit.spring.operation;

import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringValueResolver;

/** Reads the attributes of one annotation: placeholders resolved, unset ones as null, wrong ones refused. */
public final class Attributes {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    // Records and meters of KvClient's own recipes have it.
    private static final String OF_THE_CLIENT = "client";

    private final OperationSite site;
    private final MergedAnnotation<?> annotation;
    private final StringValueResolver placeholders;

    Attributes(OperationSite site, MergedAnnotation<?> annotation, StringValueResolver placeholders) {
        this.site = site;
        this.annotation = annotation;
        this.placeholders = placeholders;
    }

    /** A text; empty if it is unset. */
    public String text(String attribute) {
        return resolved(attribute, annotation.getString(attribute));
    }

    /** The text of an attribute of this or another annotation, with its placeholders resolved. */
    public String resolved(String attribute, String raw) {
        if (raw.isEmpty()) {
            return raw;
        }
        try {
            String resolved = placeholders.resolveStringValue(raw);
            return resolved == null ? "" : resolved.strip();
        } catch (IllegalArgumentException e) {
            throw new KvConfigurationException(
                    site,
                    attribute,
                    raw,
                    "a placeholder has no value",
                    "Set the property, or give it a default as in ${some.property:10s}",
                    e);
        }
    }

    /** A text that must be set. */
    public String required(String attribute, String mend) {
        String text = text(attribute);
        if (text.isEmpty()) {
            throw site.error(attribute, null, "it is required", mend);
        }
        return text;
    }

    /** A duration above zero; null if it is unset. */
    @Nullable
    public Duration duration(String attribute) {
        String text = text(attribute);
        return text.isEmpty() ? null : Durations.parse(site, attribute, text);
    }

    /** A duration of zero or more; null if it is unset. */
    @Nullable
    public Duration durationOrZero(String attribute) {
        String text = text(attribute);
        return text.isEmpty() ? null : Durations.parseOrZero(site, attribute, text);
    }

    /** A number; null if it is unset. */
    @Nullable
    public Integer number(String attribute) {
        int number = annotation.getInt(attribute);
        return number == -1 ? null : number;
    }

    public boolean flag(String attribute) {
        return annotation.getBoolean(attribute);
    }

    /** A constant; null if it is {@code DEFAULT}. */
    public <E extends Enum<E>> @Nullable E constant(String attribute, Class<E> type) {
        E constant = annotation.getEnum(attribute, type);
        return constant.name().equals("DEFAULT") ? null : constant;
    }

    /** Annotations inside this one. */
    public <A extends Annotation> List<Attributes> nested(String attribute, Class<A> type) {
        return Arrays.stream(annotation.getAnnotationArray(attribute, type))
                .map(inner -> new Attributes(site, inner, placeholders))
                .toList();
    }

    /** The name that was written in {@code name} or its alias {@code value}; empty if neither is set. */
    String name() {
        String name = text("name");
        String alias = text("value");
        if (!name.isEmpty() && !alias.isEmpty() && !name.equals(alias)) {
            throw site.error(
                    "name", name, "value = \"" + alias + "\" says otherwise", "They are the same attribute: set one");
        }
        return name.isEmpty() ? alias : name;
    }

    /** The name that was written, or else that one. */
    public String nameOr(String defaultName) {
        String name = name();
        return checked(name.isEmpty() ? defaultName : name);
    }

    /** The name that must be written. */
    public String requiredName(String mend) {
        String name = name();
        if (name.isEmpty()) {
            throw site.error("name", null, "it is required", mend);
        }
        return checked(name);
    }

    private String checked(String name) {
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
