/** Semidefinite programs with known answers, made from a seed. Plain data: no solver is needed. */
@NullMarked
package io.spectrahedra.testdata.sdp;

import org.jspecify.annotations.NullMarked;
