package io.kvkit.spring.operation.attribute;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringValueResolver;

/**
 * Reads the attributes of one annotation. It resolves placeholders, reads unset attributes as null and refuses invalid
 * values.
 */
public final class Attributes {

    private final OperationSite site;
    private final MergedAnnotation<?> annotation;
    private final StringValueResolver placeholders;
    private final @Nullable String only;

    /**
     * Creates the attributes of one annotation.
     *
     * @param placeholders resolves <code>${...}</code>, and throws IllegalArgumentException if it cannot
     */
    public Attributes(OperationSite site, MergedAnnotation<?> annotation, StringValueResolver placeholders) {
        this(site, annotation, placeholders, null);
    }

    private Attributes(
            OperationSite site,
            MergedAnnotation<?> annotation,
            StringValueResolver placeholders,
            @Nullable String only) {
        this.site = site;
        this.annotation = annotation;
        this.placeholders = placeholders;
        this.only = only;
    }

    /** Returns the attributes for each of the names of an annotation that may have several; else only these. */
    public List<Attributes> perName() {
        if (!areNames(annotation.getType())) {
            return List.of(this);
        }
        Set<String> names = new LinkedHashSet<>(texts("name"));
        Set<String> aliases = new LinkedHashSet<>(texts("value"));
        requireSame(String.join(", ", names), String.join(", ", aliases));
        names.addAll(aliases);
        return names.isEmpty()
                ? List.of(new Attributes(site, annotation, placeholders, ""))
                : names.stream()
                        .map(name -> new Attributes(site, annotation, placeholders, name))
                        .toList();
    }

    /** Returns the attributes of an annotation of the class, or of one of its supertypes; null if there is none. */
    public @Nullable Attributes ofClass(Class<? extends Annotation> type) {
        MergedAnnotation<?> found = MergedAnnotations.from(site.type(), SearchStrategy.TYPE_HIERARCHY)
                .get(type);
        return found.isPresent() ? new Attributes(site, found, placeholders) : null;
    }

    private static boolean areNames(Class<? extends Annotation> type) {
        Method name = ReflectionUtils.findMethod(type, "name");
        return name != null && name.getReturnType() == String[].class;
    }

    /** Returns the names of the attributes that do not have their default values, in alphabetical order. */
    public List<String> written() {
        return Stream.of(annotation.getType().getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(annotation::hasNonDefaultValue)
                .sorted()
                .toList();
    }

    /** Returns a text; empty if the attribute is unset. */
    public String text(String attribute) {
        return resolved(attribute, annotation.getString(attribute));
    }

    /** Returns the text of an attribute of this or another annotation, with its placeholders resolved. */
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

    /**
     * Returns a text that must be set.
     *
     * @throws KvConfigurationException if the attribute is unset
     */
    public String required(String attribute, String mend) {
        String text = text(attribute);
        if (text.isEmpty()) {
            throw site.error(attribute, null, "it is required", mend);
        }
        return text;
    }

    /**
     * Returns a duration above zero; null if the attribute is unset.
     *
     * @throws KvConfigurationException if the text is no duration above zero
     */
    public @Nullable Duration duration(String attribute) {
        String text = text(attribute);
        return text.isEmpty() ? null : Durations.parse(site, attribute, text);
    }

    /**
     * Returns a duration of zero or more; null if the attribute is unset.
     *
     * @throws KvConfigurationException if the text is no duration, or a negative one
     */
    public @Nullable Duration durationOrZero(String attribute) {
        String text = text(attribute);
        return text.isEmpty() ? null : Durations.parseOrZero(site, attribute, text);
    }

    /**
     * Returns a share of at least 0 and below 1; null if the attribute is unset.
     *
     * @throws KvConfigurationException if the text is no such share
     */
    public @Nullable Double share(String attribute) {
        String text = text(attribute);
        String problem = text.isEmpty() ? null : Shares.problem(text);
        if (problem != null) {
            throw site.error(attribute, text, "it " + problem, Shares.MEND);
        }
        return text.isEmpty() ? null : Shares.of(text);
    }

    /** Returns a number from 0 to 1000, possibly with a fraction; null if the attribute is unset. */
    public @Nullable Double factor(String attribute) {
        String text = text(attribute);
        if (text.isEmpty()) {
            return null;
        }
        Double factor = Factors.of(text);
        if (factor == null) {
            throw site.error(attribute, text, "it is no number from 0 to 1000", "Write 1, or 0 for never");
        }
        return factor;
    }

    /** Returns the texts of an attribute with several. */
    public List<String> texts(String attribute) {
        return Arrays.stream(annotation.getStringArray(attribute))
                .map(raw -> resolved(attribute, raw))
                .toList();
    }

    /** Returns a number; null if the attribute is unset. */
    public @Nullable Integer number(String attribute) {
        int number = annotation.getInt(attribute);
        return number == -1 ? null : number;
    }

    /** Returns a boolean attribute. */
    public boolean flag(String attribute) {
        return annotation.getBoolean(attribute);
    }

    /** Returns a constant; null if the attribute is {@code DEFAULT}. */
    public <E extends Enum<E>> @Nullable E constant(String attribute, Class<E> type) {
        E constant = annotation.getEnum(attribute, type);
        return constant.name().equals("DEFAULT") ? null : constant;
    }

    /** Returns the annotations nested in this one. */
    public <A extends Annotation> List<Attributes> nested(String attribute, Class<A> type) {
        return Arrays.stream(annotation.getAnnotationArray(attribute, type))
                .map(inner -> new Attributes(site, inner, placeholders))
                .toList();
    }

    /** Returns the name in {@code name} or its alias {@code value}; empty if neither is set. */
    public String name() {
        if (only != null) {
            return only;
        }
        String name = text("name");
        String alias = text("value");
        requireSame(name, alias);
        return name.isEmpty() ? alias : name;
    }

    private void requireSame(String name, String alias) {
        if (!name.isEmpty() && !alias.isEmpty() && !name.equals(alias)) {
            throw site.error(
                    "name", name, "value = \"" + alias + "\" says otherwise", "They are the same attribute: set one");
        }
    }

    /** Returns the name in the annotation, or else the default name. */
    public String nameOr(String defaultName) {
        String name = name();
        return OperationName.checked(site, name.isEmpty() ? defaultName : name);
    }

    /**
     * Returns the name in the annotation, which must be set.
     *
     * @throws KvConfigurationException if the annotation has no name
     */
    public String requiredName(String mend) {
        String name = name();
        if (name.isEmpty()) {
            throw site.error("name", null, "it is required", mend);
        }
        return OperationName.checked(site, name);
    }
}
