package io.kvkit.spring;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if an annotation or its configuration is wrong. It fails startup.
 *
 * <p>The message names the place, the problem and the remedy.
 *
 * @since 0.1
 */
public final class KvConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Class<?> type;
    private final String place;
    private final String attribute;
    private final @Nullable String value;
    private final String problem;
    private final String mend;

    /**
     * Creates the exception for one annotation of a method.
     *
     * @param attribute the wrong attribute or property; empty if the annotation itself is wrong
     */
    public KvConfigurationException(
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

    /** Creates the exception for an annotation of a class. */
    public KvConfigurationException(Class<?> type, String place, String annotation, String problem, String mend) {
        super(message(annotation, place, problem, mend));
        this.type = type;
        this.place = place;
        this.attribute = "";
        this.value = null;
        this.problem = problem;
        this.mend = mend;
    }

    /** Returns the class of the bean with the wrong annotation. */
    public Class<?> type() {
        return type;
    }

    /**
     * Returns the method with the wrong annotation, such as {@code shop.ProductService.find(long)}, or else the class.
     */
    public String method() {
        return place;
    }

    /**
     * Returns the wrong attribute or property, such as {@code ttl} or {@code kv.cache.defaults.ttl}; empty if the
     * annotation itself is wrong.
     */
    public String attribute() {
        return attribute;
    }

    /** Returns the wrong value; null if the problem is not a value. */
    public @Nullable String value() {
        return value;
    }

    /** Returns the problem, without a full stop. */
    public String problem() {
        return problem;
    }

    /** Returns the remedy, without a full stop. */
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
