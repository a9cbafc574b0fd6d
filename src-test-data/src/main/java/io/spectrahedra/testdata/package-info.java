/** Data sets with known optima and generators of exact cases. */
package io.spectrahedra.testdata;
