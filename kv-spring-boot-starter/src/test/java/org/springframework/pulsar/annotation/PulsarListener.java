package org.springframework.pulsar.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.springframework.pulsar.listener.AckMode;

/** Stands for the annotation of Spring for Apache Pulsar, which is known by name only. */
@Retention(RetentionPolicy.RUNTIME)
public @interface PulsarListener {

    String[] topics() default {};

    boolean batch() default false;

    AckMode ackMode() default AckMode.BATCH;
}
