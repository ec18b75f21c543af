package org.springframework.pulsar.reactive.config.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands for the annotation of Spring for Apache Pulsar, which is known by name only. */
@Retention(RetentionPolicy.RUNTIME)
public @interface ReactivePulsarListener {

    String[] topics() default {};

    boolean stream() default false;
}
