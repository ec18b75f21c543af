package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/**
 * An annotation, or what the configuration says about it, is wrong. It stops the start.
 *
 * <p>The message says where, what and how to mend it.
 */
public final class KvConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Class<?> type;
    private final String place;
    private final String attribute;
    private final @Nullable String value;
    private final String problem;
    private final String mend;

    KvConfigurationException(
            OperationSite site,
            String attribute,
            @Nullable String value,
            String problem,
            String mend,
            @Nullable Throwable cause) {
        super(message(subject(site, attribute, value), site.place(), problem, mend), cause);
        this.type = site.type();
        this.place = site.place();
        this.attribute = attribute;
        this.value = value;
        this.problem = problem;
        this.mend = mend;
    }

    KvConfigurationException(Class<?> type, String place, String annotation, String problem, String mend) {
        super(message(annotation, place, problem, mend));
        this.type = type;
        this.place = place;
        this.attribute = "";
        this.value = null;
        this.problem = problem;
        this.mend = mend;
    }

    /** The class of the bean with the wrong annotation. */
    public Class<?> type() {
        return type;
    }

    /** The method with the wrong annotation, as {@code shop.ProductService.find(long)}, or else the class with it. */
    public String method() {
        return place;
    }

    /** The wrong attribute or property, as {@code ttl} or {@code kv.cache.defaults.ttl}; empty for the annotation itself. */
    public String attribute() {
        return attribute;
    }

    /** The wrong value; null where the value is not the point. */
    public @Nullable String value() {
        return value;
    }

    /** What is wrong, without a full stop. */
    public String problem() {
        return problem;
    }

    /** What to do about it, without a full stop. */
    public String mend() {
        return mend;
    }

    private static String message(String subject, String place, String problem, String mend) {
        return subject + " on " + place + ": " + problem + ". " + mend + ".";
    }

    private static String subject(OperationSite site, String attribute, @Nullable String value) {
        if (attribute.startsWith("kv.")) {
            return value == null ? attribute : attribute + "=" + value;
        }
        if (attribute.isEmpty()) {
            return "@" + site.annotation();
        }
        return "@" + site.annotation() + "(" + attribute + (value == null ? "" : " = \"" + value + "\"") + ")";
    }
}
